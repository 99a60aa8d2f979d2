/** The note's sentences. Each is empty where there is nothing to say, and then it does not stand. */
import { blocks } from '../../reference/blocks.ts'
import { percentBase, shareWords } from '../metrics.ts'
import { type Period, periodWords } from '../period.ts'
import {
  agreed,
  amongWords,
  authorsFromForms,
  changeWords,
  counted,
  handedInWords,
  listed,
  messageForms,
  orderForms,
  placeForms,
  promiseForms,
  sentence,
} from '../sentences.ts'
import type { NoteData } from './data.ts'

const nbsp = '\u00a0'

/** «за неделю 19–25 ноября 2026» */
export function duringWords(period: Period): string {
  const words = periodWords(period)
  return `за ${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace('за неделя', 'за неделю')
}

export function receivedSentence({ period, total, authors }: NoteData): string {
  const { received } = total.counts
  if (received === 0) return sentence(`${duringWords(period)} сообщений не поступало`)
  const from = authors === 0 ? '' : ` от ${counted(authors, authorsFromForms)}`
  return sentence(
    `${duringWords(period)} поступило ${counted(received, messageForms)}${from}`,
    changeWords(received, total.receivedBefore, 'за предыдущую неделю'),
  )
}

export function answeredSentence({ total: { counts } }: NoteData): string {
  const shares = [
    shareSentence('первый ответ в срок', counts.first_in_time, counts.first_due),
    shareSentence('решение в срок', counts.final_in_time, counts.final_due),
  ].filter(words => words !== '')
  const answered = counts.answered === 0 ? '' : `дан ответ на ${counted(counts.answered, messageForms)}`
  return sentence(answered, ...shares)
}

/** «первый ответ в срок — 92 % (46 из 50)», on a small base the numbers alone. */
function shareSentence(what: string, part: number, base: number): string {
  if (base === 0) return ''
  const numbers = `${part}${nbsp}из${nbsp}${base}`
  return `${what}${nbsp}— ${base < percentBase ? numbers : `${shareWords(part, base)} (${numbers})`}`
}

export function inWorkSentence({ total: { counts } }: NoteData): string {
  if (counts.open === 0) return sentence('в работе сообщений не осталось')
  const parts = [
    ['просрочено', counts.overdue],
    ['не разобрано', counts.not_sorted],
    ['у сторонних организаций', counts.outside],
    ['ждёт публикации', counts.to_publish],
  ] as const
  const told = parts
    .filter(([, n]) => n > 0)
    .map(([words, n]) => (counts.open === 1 ? words : `${words}${nbsp}${n}`))
  return sentence(
    `в работе ${counted(counts.open, messageForms)}${told.length === 0 ? '' : `, ${amongWords(counts.open, told.join(', '))}`}`,
  )
}

/** «Дольше всего ответа ждёт сообщение, записанное 12 дней назад.» */
export function longestSentence({ oldestOpenAt, asOf }: NoteData): string {
  if (oldestOpenAt === null) return ''
  const days = Math.floor((Date.parse(asOf) - Date.parse(oldestOpenAt)) / 86_400_000)
  if (days < 1) return ''
  return sentence(
    `дольше всего в работе сообщение, записанное ${counted(days, ['день', 'дня', 'дней'])} назад`,
  )
}

/** Which blocks most of it fell to: up to three, none where everything is in one or came once. */
export function mostSentence({ blocks: lines, total }: NoteData): string {
  const most = lines
    .filter(({ counts }) => counts.received > 1)
    .toSorted((a, b) => b.counts.received - a.counts.received)
    .slice(0, 3)
  if (most.length === 0 || total.counts.received < 3) return ''
  return sentence(
    `больше всего сообщений: ${listed(most.map(({ block, counts }) => `${blocks[block].short} (${counts.received})`))}`,
  )
}

/** What only a head or the chief can move. */
export function decisionSentence({ total: { counts } }: NoteData): string {
  const parts = [
    counts.before_head === 0
      ? ''
      : `на решение руководителя ${agreed(counts.before_head, ['вынесено', 'вынесены', 'вынесено'])} ${counted(counts.before_head, messageForms)}`,
    counts.promises_broken === 0
      ? ''
      : `${agreed(counts.promises_broken, ['нарушено', 'нарушены', 'нарушено'])} ${counted(counts.promises_broken, promiseForms)}`,
    counts.orders_overdue === 0
      ? ''
      : `поручения Главы просрочены по ${counted(counts.orders_overdue, ['сообщению', 'сообщениям', 'сообщениям'])}`,
  ].filter(words => words !== '')
  return parts.length === 0 ? '' : sentence(`требует решения: ${parts.join('; ')}`)
}

export function summariesSentence({ summaries: { expected, handedIn, missing } }: NoteData): string {
  if (expected === 0) return ''
  if (missing.length === 0) {
    return expected === 1
      ? sentence('сводку сдал единственный руководитель блока')
      : sentence(`сводки сдали все руководители блоков: ${expected}`)
  }
  const handed = handedIn === 0 ? 'сводок пока нет' : handedInWords(handedIn, expected)
  return sentence(`${handed}; не ${missing.length === 1 ? 'сдал' : 'сдали'}: ${missing.join(', ')}`)
}

export function ordersSentence({ orders }: NoteData): string {
  if (orders.length === 0) return ''
  const done = orders.filter(({ state }) => state === 'done').length
  const overdue = orders.filter(({ state }) => state === 'overdue').length
  const waiting = orders.length - done
  return sentence(
    waiting === 0 ? '' : `на исполнении ${counted(waiting, orderForms)} Главы`,
    overdue === 0
      ? ''
      : waiting === 1
        ? amongWords(waiting, 'просрочено')
        : amongWords(
            waiting,
            `${agreed(overdue, ['просрочено', 'просрочены', 'просрочено'])}${nbsp}${overdue}`,
          ),
    done === 0
      ? ''
      : `с прошлой записки ${agreed(done, ['исполнено', 'исполнены', 'исполнено'])} ${counted(done, orderForms)}${waiting === 0 ? ' Главы' : ''}`,
  )
}

export function promisesSentence({ total: { counts } }: NoteData): string {
  if (counts.promises === 0 && counts.promises_broken === 0) return ''
  return sentence(
    counts.promises === 0 ? '' : `на контроле ${counted(counts.promises, promiseForms)}`,
    counts.promises_broken === 0
      ? ''
      : `${agreed(counts.promises_broken, ['нарушено', 'нарушены', 'нарушено'])} ${counted(counts.promises_broken, promiseForms)}`,
  )
}

export function watchedSentence({ watched: { watched, inTime, isChanged } }: NoteData): string {
  if (watched === 0) return ''
  return sentence(
    `под наблюдением ${counted(watched, placeForms)}, просмотрено вовремя${nbsp}${inTime}`,
    isChanged ? 'охват изменился, поэтому сравнивать с предыдущей неделей нельзя' : '',
  )
}
