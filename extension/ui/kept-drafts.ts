/** Forms that were begun on a ticket and never saved: what a person wrote in them, when the form itself is out of reach. */
import { type CommandType, commandTypes } from '../../shared/ticket/commands.ts'
import { hasOwnWords } from './act-words.ts'
import type { Drafts } from './drafts.ts'
import { typedOf } from './forms/use-act-draft.ts'

export type KeptDraft = { key: string; ticketId: string; act: CommandType; words: string }

/** Under which the unfinished form of an act is kept. */
export function draftKeyOf(ticketId: string, act: CommandType): string {
  return `${ticketId}:${act}`
}

/** Only drafts with words of the person's own: a choice in a list is made again in a moment. */
export function keptDrafts(drafts: Drafts): KeptDraft[] {
  return drafts.all().flatMap(([key, draft]) => {
    const [ticketId = '', type = ''] = key.split(':')
    const act = commandTypes.find(each => each === type)
    if (act === undefined) return []
    const words = ownWords(typedOf(draft))
    return words === '' ? [] : [{ key, ticketId, act, words }]
  })
}

/** Ids, dates and the list of files are no words; an address of a published answer is. */
function ownWords(typed: Readonly<Record<string, string | readonly string[]>>): string {
  return Object.entries(typed)
    .flatMap(([name, value]) => (name === 'files' || typeof value !== 'string' ? [] : [value.trim()]))
    .filter(value => hasOwnWords(value) || /^https?:/.test(value))
    .join('\n')
}
