/**
 * The pages' own small script. Every page works without it; it only spares a click or a look. A page asks for help by
 * attributes, and this is the whole contract:
 *
 * LIVE — a colleague's change shows by itself
 *  - `data-live="key"`: when something changed, the page is read again and this element is replaced by the new one of
 *    the same key. Keys are unique on a page. An element that holds other marked ones is not replaced itself: mark either
 *    the whole or the parts. What is marked must be there always, if only empty (a new key finds no place; a key that is
 *    gone takes its element away). `Page` marks the whole `main` of the report and of the queue as «main»: marks inside
 *    replace this coarse one.
 *    Open `details`, focus and scroll are kept. Where a form inside was touched or text is selected, it waits and a banner
 *    asks: «Показать изменения» shows the new page with what was typed carried over. Forms are matched by `data-draft`,
 *    else by `action`; one that the new page has no more stays as it is.
 *    Where nothing waits but a form of a ticket's page is touched, the banner only says that a colleague changed it.
 *  - `<main data-ticket-id="…">` (`Page`'s `ticketId`): the page is about this ticket and is read again for its changes
 *    only. Without it, for every change in the reader's scope.
 *  - `<main data-live-url="/tickets/1">` (`Page`'s `liveUrl`): where to read the page again, if not at its own address.
 *    Needed by pages that answer a POST (a form with errors): their address has no GET.
 *  - `[data-live-status]`: where the state of the connection is said; `Page` has it in its header.
 *
 * PRESENCE — who else has this ticket open
 *  - `<main data-ticket-id="…">` says «смотрит» while the tab is seen; `Page` then also holds the `[data-presence]`
 *    in which the others are named.
 *  - `<form data-doing="sorting|replying">`: once something is typed in it, that is what the person does.
 *
 * KEYBOARD — never while a field has the focus, never with Ctrl, Alt or Meta; by the place of the key, so ЙЦУКЕН works
 *  - `data-row`: `j` and `k` (`о`, `л`) go to the next and previous; the focus goes to its first link, Enter opens it.
 *  - `data-key="x"` (a Latin letter, a digit or `/`) with `data-key-title="Поручить"`: clicks a link, button or summary;
 *    opens a `details`; puts the focus into the first field of a form or into the field itself. One element per key.
 *  - `?` opens the list of the keys of this page.
 *
 * DRAFTS — what was typed outlives a wrong click
 *  - `<form data-draft="reply:<ticketId>">`: kept in this tab until the form is taken by the server or the person signs
 *    out; never passwords, files and hidden fields. Restored with a note and «Убрать».
 *  - `data-draft-failed` on the same form where the server shows it again with errors: nothing is cleared then.
 *  - Such a form leaves only while the server answers. Else the `.unsent` line of the `Page` is shown and the form stays
 *    as it is; its command id makes a second send safe.
 *
 * FIELDS
 *  - `data-when-field="way" data-when-values="here common"`: shown only while that field of the form has one of the values.
 *  - `data-ready="id"`: the `.ready-text` inside can be put into the field of that id; `data-copy`: the text can be copied.
 *  - Ctrl+Enter in a field sends its form.
 *
 * CONFIRM
 *  - `<form data-confirm="Удалить данные?" data-confirm-yes="Удалить">`: asks before it is sent. Only for what cannot be undone.
 */
import { startDrafts } from './drafts.ts'
import { one } from './element.ts'
import { startFields } from './fields.ts'
import { startHold } from './hold.ts'
import { startKeys } from './keys.ts'
import { follow } from './live.ts'
import { startPresence } from './presence.ts'
import { createRefresh } from './refresh.ts'
import { createStatus } from './status.ts'

const ticketId = one('main')?.dataset.ticketId

// Before drafts: a form that was not confirmed, or that nobody would have taken, was not sent.
startHold()
startDrafts()
startKeys()
startFields()

const status = createStatus()
const showPeople = ticketId === undefined ? undefined : startPresence(ticketId)
const refresh = createRefresh({
  isTicket: ticketId !== undefined,
  onReplaced: () => showPeople?.(),
  onSignedOut: () => status.signedOut(),
})

follow({
  ticketId,
  status,
  onChanged(ticketIds) {
    if (ticketId === undefined || ticketIds === undefined || ticketIds.includes(ticketId)) refresh()
  },
  onPresence: people => showPeople?.(people),
})
