/** The rating as tables for a page, the note and exports (shared/reports/document.ts). */
import type { Cell, ReportTable, TableColumn } from './document.ts'
import { groupOf, type MonthRating, type RatingGroup, ratingGroups } from './rating.ts'
import type { RatingItem } from './rating-item.ts'
import {
  correctionsWords,
  endTitles,
  groupTitles,
  hiddenWords,
  ratingNote,
  standingTitles,
} from './rating-words.ts'

/** Addresses behind the numbers; a document without a server around it has none. */
export type RatingLinks = {
  recipient?(recipientId: string): string
  ticket?(number: number): string
}

/** One table a group; a group without recipients is left out. `placedOnly`: for the note. */
export function ratingTables(
  rating: MonthRating,
  { links = {}, placedOnly = false }: { links?: RatingLinks; placedOnly?: boolean } = {},
): ReportTable[] {
  return ratingGroups.flatMap(group => {
    const rows = rating.rows.filter(
      row => groupOf(row.kind) === group && (!placedOnly || row.standing === 'placed'),
    )
    if (rows.length === 0) return []
    return [
      {
        id: `rating-${group}`,
        title: `Рейтинг: ${groupTitles[group].toLowerCase()}`,
        columns: columnsOf(rating, group),
        rows: rows.map(row => {
          const href = links.recipient?.(row.recipientId)
          return {
            cells: [
              text(row.place === null ? standingTitles[row.standing] : String(row.place)),
              { kind: 'text' as const, text: row.title, href },
              points(row.score),
              outOfHundred(row.t.value),
              outOfHundred(row.q.value),
              outOfHundred(row.s.value),
              { kind: 'count' as const, value: row.n, href },
              { kind: 'count' as const, value: row.repeats, href },
              { kind: 'duration' as const, minutes: rounded(row.ownMinutes.value), of: row.ownMinutes.of },
            ],
          }
        }),
        note: ratingNote(rating.settings),
      },
    ]
  })
}

function columnsOf({ settings }: MonthRating, group: RatingGroup): TableColumn[] {
  const isRanks = settings.way === 'ranks'
  return [
    { id: 'place', title: group === 'outside' ? 'Справочно' : 'Место', kind: 'text', width: 8 },
    { id: 'recipient', title: 'Получатель', kind: 'text', width: 30 },
    {
      id: 'score',
      title: isRanks ? 'Сумма мест' : 'R, баллы',
      kind: 'number',
      width: 8,
      formula: isRanks
        ? 'Сумма мест по доле исполненного в срок, по полноте и по среднему времени: меньше — лучше.'
        : 'Взвешенная сумма T, Q и S в баллах от 0 до 100 за вычетом повторов.',
    },
    {
      id: 't',
      title: 'T, срок, из 100',
      kind: 'number',
      width: 9,
      formula: 'Средняя своевременность карточек.',
    },
    {
      id: 'q',
      title: 'Q, полнота, из 100',
      kind: 'number',
      width: 9,
      formula: 'Средняя полнота оценённых ответов.',
    },
    {
      id: 's',
      title: 'S, удовлетворённость, из 100',
      kind: 'number',
      width: 11,
      formula: 'Отметки авторов вместе со средней по району, чтобы одна отметка не решала.',
    },
    { id: 'n', title: 'n, карточек', kind: 'count', width: 8, formula: 'Карточек в рейтинге за месяц.' },
    {
      id: 'repeats',
      title: 'Повторы',
      kind: 'count',
      width: 8,
      formula: 'Повторные, первый ответ на которые дал этот получатель и отметил «решено».',
    },
    {
      id: 'time',
      title: 'Среднее время',
      kind: 'duration',
      width: 9,
      formula: 'Рабочее время получателя от «поручено» до «ответ представлен».',
    },
  ]
}

/** Every ticket of one recipient with what it brought. `mayName`: whether the reader may see the ticket. */
export function contributionTable(
  rating: MonthRating,
  recipientId: string,
  { links = {}, mayName = () => true }: { links?: RatingLinks; mayName?(ticketId: string): boolean } = {},
): ReportTable {
  const all = rating.items.filter(item => item.recipientId === recipientId)
  const items = all.filter(({ ticketId }) => mayName(ticketId))
  const hidden = hiddenWords(all.length - items.length)
  return {
    id: `rating-of-${recipientId}`,
    title: 'Вклад карточек',
    columns: [
      { id: 'number', title: '№', kind: 'text', width: 6 },
      { id: 'end', title: 'Чем кончилось', kind: 'text', width: 16 },
      { id: 'own', title: 'У получателя', kind: 'duration', width: 9 },
      { id: 'norm', title: 'Норма', kind: 'duration', width: 8 },
      { id: 't', title: 't', kind: 'number', width: 6 },
      { id: 'q', title: 'q', kind: 'number', width: 6 },
      { id: 'mark', title: 'Оценка', kind: 'number', width: 6 },
      { id: 'repeats', title: 'Повторы', kind: 'count', width: 7 },
      { id: 'sorting', title: 'До поручения', kind: 'duration', width: 9 },
      { id: 'approval', title: 'На согласовании', kind: 'duration', width: 9 },
      { id: 'publication', title: 'Ждал публикации', kind: 'duration', width: 9 },
      { id: 'correction', title: 'Решение по возражению', kind: 'text', width: 14 },
    ],
    rows: [
      ...items.map(item => ({ cells: contribution(item, rating, links) })),
      ...(hidden ? [{ cells: [text(hidden), ...Array.from({ length: 11 }, () => text(''))] }] : []),
    ],
    note: 'Время рабочее. Столбцы «До поручения», «На согласовании» и «Ждал публикации» — время центра, в рейтинг получателя не входит. t, q и оценка — от 0 до 1.',
  }
}

function contribution(item: RatingItem, { repeats }: MonthRating, links: RatingLinks): Cell[] {
  const duration = (minutes: number | null): Cell => ({
    kind: 'duration',
    minutes,
    of: minutes === null ? 0 : 1,
  })
  const value = (each: number | null): Cell => ({ kind: 'number', value: each, decimals: 2 })
  const own = repeats.filter(
    each => each.recipientId === item.recipientId && each.ofTicketId === item.ticketId,
  )
  return [
    { kind: 'text', text: String(item.number), href: links.ticket?.(item.number) },
    text(endTitles[item.end]),
    duration(item.ownMinutes),
    duration(item.normMinutes),
    value(item.t),
    value(item.q),
    value(item.mark),
    { kind: 'count', value: own.length },
    duration(item.centre.sorting),
    duration(item.centre.approval),
    duration(item.centre.publication),
    text(item.correction === null ? '' : correctionsWords[item.correction]),
  ]
}

const text = (words: string): Cell => ({ kind: 'text', text: words })
const rounded = (value: number | null) => (value === null ? null : Math.round(value))
const points = (value: number | null): Cell => ({ kind: 'number', value, decimals: 1 })
const outOfHundred = (value: number | null): Cell => ({
  kind: 'number',
  value: value === null ? null : value * 100,
  decimals: 0,
})
