/** The messenger's adapter, which the worker puts into the page. */
import { vkMessages } from '../../../extension/channels/vk-messages.ts'
import { bringAdapter } from '../../../extension/overlay/late-adapters.ts'

bringAdapter(vkMessages)
