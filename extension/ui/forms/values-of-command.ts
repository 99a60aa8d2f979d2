/** A refused command back into the values of its form, so that it can be mended and sent again. */
import type { FormValues } from '../../../shared/acts/contract.ts'
import { momentOf } from '../../../shared/acts/fields.ts'
import { ticked, type Value } from '../../../shared/acts/merge.ts'
import { personKey, recipientKey } from '../../../shared/policy/permissions.ts'
import type { Command } from '../../../shared/ticket/commands.ts'
import type { Responsible } from '../../../shared/ticket/events.ts'

/** Names of the forms where they differ from those of the command. */
const names: Readonly<Record<string, string>> = {
  organisationId: 'organisation',
  accountId: 'account',
  orderId: 'order',
  replyId: 'reply',
  coRecipientIds: 'coRecipients',
}
const moments: readonly string[] = ['at', 'expectedEnd']

export function valuesOfCommand(command: Command, zone: string): FormValues {
  const plain = plainValues(command.data, zone)
  switch (command.type) {
    case 'classify':
      return classifyValues(command.data.changes, zone)
    case 'assign': {
      const { recipientId, personId } = command.data
      const to =
        recipientId !== null ? recipientKey(recipientId) : personId === null ? '' : personKey(personId)
      return { ...plain, to }
    }
    case 'prepare_reply':
    case 'publish': {
      const { kind, promisedDate, responsible, spoken } = command.data
      const { promisedDate: _, ...rest } = plain
      return {
        ...rest,
        ...(promisedDate === null
          ? {}
          : { [kind === 'interim' ? 'interimDate' : 'promisedDate']: promisedDate }),
        ...(responsible === null ? {} : { responsible: partyKey(responsible) }),
        ...(spoken === null ? {} : { spokenBy: spoken.by, spokenAt: momentOf(spoken.at, zone) }),
      }
    }
    case 'give_order':
      return { ...plain, to: partyKey(command.data.to) }
    case 'extend':
      return { ...plain, noticeWay: command.data.notice.way, noticeDate: command.data.notice.date }
    default:
      return plain
  }
}

function classifyValues(
  { complaint, ...changes }: Extract<Command, { type: 'classify' }>['data']['changes'],
  zone: string,
): FormValues {
  const wanted = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change?.to]))
  const values = plainValues(wanted, zone)
  if (complaint === undefined) return values
  if (complaint.to === null) return { ...values, complaint: '' }
  const { personIds, recipientIds } = complaint.to
  return { ...values, complaint: ticked, complaintPeople: personIds, complaintRecipients: recipientIds }
}

/** Words, dates, numbers, ticks and lists of ids stand in the form as they are; files as JSON. */
function plainValues(data: object, zone: string): Record<string, Value> {
  const values: Record<string, Value> = {}
  for (const [field, value] of Object.entries(data)) {
    const name = names[field] ?? field
    if (field === 'files') values.files = JSON.stringify(value)
    else if (typeof value === 'string') values[name] = moments.includes(field) ? momentOf(value, zone) : value
    else if (typeof value === 'number') values[name] = String(value)
    else if (typeof value === 'boolean') values[name] = value ? ticked : ''
    else if (Array.isArray(value)) values[name] = value.filter(each => typeof each === 'string')
  }
  return values
}

function partyKey(who: Responsible): string {
  return who.type === 'person' ? personKey(who.personId) : recipientKey(who.recipientId)
}
