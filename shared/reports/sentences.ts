/** Sentences of reports: numbers agree with their words, a change says how much and which way, nothing is a percentage of few. */
import { plural } from '../reference/plural.ts'
import { percentBase, wholePercent } from './metrics.ts'

export type Forms = readonly [one: string, few: string, many: string]

export const messageForms: Forms = ['сообщение', 'сообщения', 'сообщений']
/** After «от», «у»: «от 1 автора», «от 2 авторов». */
export const authorsFromForms: Forms = ['автора', 'авторов', 'авторов']
export const promiseForms: Forms = ['обещание', 'обещания', 'обещаний']
export const orderForms: Forms = ['поручение', 'поручения', 'поручений']
export const headForms: Forms = ['руководитель', 'руководителя', 'руководителей']
export const placeForms: Forms = ['место', 'места', 'мест']

const nbsp = '\u00a0'

/** «3 сообщения», with the number bound to its word. */
export function counted(n: number, forms: Forms): string {
  return `${n}${nbsp}${plural(n, forms)}`
}

/** A verb or participle by the number: `agreed(21, ['исполнено', 'исполнены', 'исполнено'])`. */
export function agreed(n: number, forms: Forms): string {
  return plural(n, forms)
}

/** «на 6 больше, чем за предыдущую неделю», «столько же, сколько за …»; empty where there is nothing to compare with. */
export function changeWords(now: number, before: number | null, than: string): string {
  if (before === null) return ''
  if (now === before) return `столько же, сколько ${than}`
  const by = Math.abs(now - before)
  // Less than half of one is no «на 1 %».
  const isSlight = by * 200 < before
  const much = isSlight ? `менее чем на${nbsp}1` : `на${nbsp}${wholePercent(by, before)}`
  const percent = before >= percentBase ? ` (${much}${nbsp}%)` : ''
  return `на${nbsp}${by}${percent} ${now > before ? 'больше' : 'меньше'}, чем ${than}`
}

/** In whole percent on a base of 20; `null` on less or where there is nothing to compare with. */
export function percentOfChange(now: number, before: number | null): number | null {
  if (before === null || before < percentBase) return null
  if (now === before) return 0
  return Math.sign(now - before) * wholePercent(Math.abs(now - before), before)
}

/** «+12 %», «−4 %», «0 %», «—». */
export function percentWords(percent: number | null): string {
  if (percent === null) return '—'
  return `${percent === 0 ? '' : percent > 0 ? '+' : '−'}${Math.abs(percent)}${nbsp}%`
}

export function percentChange(now: number, before: number | null): string {
  return percentWords(percentOfChange(now, before))
}

/** What of several is so: «из них просрочено 2», and of a single one «и оно просрочено». */
export function amongWords(all: number, words: string): string {
  return all === 1 ? `и${nbsp}оно ${words}` : `из них ${words}`
}

/** «сводку сдал 1 из 2 руководителей», «сводки сдали 4 из 6 руководителей»: the verb by who did, the noun by all of them. */
export function handedInWords(handedIn: number, expected: number): string {
  const said = agreed(handedIn, ['сводку сдал', 'сводки сдали', 'сводки сдали'])
  return `${said} ${handedIn}${nbsp}из${nbsp}${counted(expected, ['руководителя', 'руководителей', 'руководителей'])}`
}

/** «ЖКХ, Дороги и Энергетика» */
export function listed(words: readonly string[]): string {
  const last = words.at(-1)
  if (last === undefined) return ''
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} и${nbsp}${last}`
}

/** The parts that say something, as one sentence: a capital letter at its head, a full stop at its end. */
export function sentence(...parts: readonly string[]): string {
  const words = parts.filter(part => part !== '').join(', ')
  if (words === '') return ''
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?…]$/.test(words) ? '' : '.'}`
}
