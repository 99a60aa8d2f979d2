/** The second script under test: the one that the worker puts into any page for the context menu. */
import { listenToMenu } from '../../../extension/overlay/anywhere.ts'
import { startOverlay } from '../../../extension/overlay/start.ts'

listenToMenu(chrome.runtime, startOverlay({ runtime: () => chrome.runtime, adapters: null }))
