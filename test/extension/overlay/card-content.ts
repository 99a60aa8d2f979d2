/** The card's script, which the worker puts into the page. */
import { bringCard } from '../../../extension/overlay/bring-card.ts'

bringCard()
