/**
 * The weekly analytical note (decree 697-П, п. 3, 4.4 а) as one value: page one is «Справка к планёрке» and stands alone, then
 * the sections of DOMAIN.md §6. A section without a word or a number is left out.
 */
import { blocks } from '../../reference/blocks.ts'
import type { ReportBlock, ReportDocument, ReportSection, ReportTable } from '../document.ts'
import { numberWords } from '../indicator-tables.ts'
import { cutLines } from '../life.ts'
import { dateWords, monthWords } from '../period.ts'
import { counted, messageForms, sentence } from '../sentences.ts'
import { heatBlock, trendBlock } from './charts.ts'
import type { EnteredLine, ListOf, NoteData, ProblemLine, PromiseLine, TicketLine } from './data.ts'
import {
  blockTable,
  channelTable,
  correctionTable,
  keyTable,
  orderTable,
  subtopicTable,
  waitingTable,
} from './tables.ts'
import {
  answeredSentence,
  decisionSentence,
  duringWords,
  inWorkSentence,
  longestSentence,
  mostSentence,
  ordersSentence,
  promisesSentence,
  receivedSentence,
  summariesSentence,
  watchedSentence,
} from './words.ts'

/** Where the head of the centre writes own words, in the order of the sections. */
export const noteTexts = [
  { id: 'main', title: 'Главное', help: 'Что важно и кто что должен решить; встанет на первую страницу.' },
  { id: 'received', title: 'Поступило', help: 'Чем объясняется рост или спад.' },
  { id: 'blocks', title: 'Рассмотрение по блокам', help: '' },
  { id: 'subtopics', title: 'Самые частые подтемы', help: '' },
  { id: 'heat', title: 'Тепловая карта', help: '' },
  { id: 'problems', title: 'Проблемные вопросы', help: '' },
  { id: 'solved', title: 'Решено', help: 'Заметные примеры, без имён и адресов жителей.' },
  { id: 'rating', title: 'Рейтинг ответственных получателей', help: '' },
  { id: 'roadmaps', title: 'Дорожные карты и обещания', help: 'Сроки и мероприятия недели.' },
  { id: 'informing', title: 'Информирование', help: 'Публикации, охват.' },
  { id: 'proposals', title: 'Предложения', help: 'Решения, которых ждём от Главы.' },
] as const
export type NoteText = (typeof noteTexts)[number]['id']

export const isNoteText = (id: string): id is NoteText => noteTexts.some(each => each.id === id)

/** `rating`: the tables of the last approved rating; none where there is none. */
export function noteDocument(
  data: NoteData,
  listOf: ListOf,
  rating: readonly ReportTable[] = [],
): ReportDocument {
  const sections = [briefOf(data, listOf), ...laterSections(data, listOf, rating)]
  return {
    title: 'Аналитическая записка о работе муниципального центра управления',
    subtitle: duringWords(data.period),
    asOf: data.asOfWords,
    organisation: data.organisation,
    marks: ['проект'],
    people: [`Кому: ${data.addressee}`, `Подготовил: ${data.preparedBy}`],
    sections: sections.filter(({ blocks: parts }) => parts.some(each => each.block !== 'page-break')),
    footer: [...cutLines(data.asOfWords, data), 'Без карточек, закрытых для составителя'],
  }
}

/** The same value with the words of its approval: nothing else differs from what was checked. */
export function approvedDocument(
  value: ReportDocument,
  { number, version, by, on }: { number: number; version: number; by: string; on: string },
): ReportDocument {
  return {
    ...value,
    marks: [`№ ${number}`, 'утверждено', ...(version > 1 ? [`версия ${version}`] : [])],
    people: [...value.people, `Утвердил: ${by}, ${on}`],
  }
}

/** As a file to be looked at before the approval: nobody can take it for the report. */
export const draftDocument = (value: ReportDocument): ReportDocument => ({ ...value, marks: ['ЧЕРНОВИК'] })

function briefOf(data: NoteData, listOf: ListOf): ReportSection {
  return {
    id: 'main',
    title: 'Справка к планёрке',
    blocks: [
      ...generated(ordersSentence(data)),
      ...(data.orders.length === 0 ? [] : [{ block: 'table', table: orderTable(data) } as const]),
      ...generated(receivedSentence(data), mostSentence(data)),
      ...generated(answeredSentence(data), inWorkSentence(data)),
      ...generated(decisionSentence(data)),
      { block: 'table', table: keyTable(data, listOf) },
      ...generated(summariesSentence(data)),
      ...written(data, 'main'),
      { block: 'page-break' },
    ],
  }
}

function laterSections(data: NoteData, listOf: ListOf, rating: readonly ReportTable[]): ReportSection[] {
  const { channels, trend, subtopics, heat, problems, solved, promises, entered } = data
  const { summaries, corrections, total } = data
  const waiting = waitingTable(data, listOf)
  const section = (id: NoteText, parts: readonly ReportBlock[]): ReportSection => ({
    id,
    title: noteTexts.find(each => each.id === id)?.title ?? id,
    blocks: [...parts, ...written(data, id)],
  })
  return [
    section('received', [
      ...(channels.length === 0 ? [] : [table(channelTable(data, listOf))]),
      ...(trend.some(({ received, answered }) => received + answered > 0) ? [trendBlock(data)] : []),
    ]),
    section('blocks', [
      ...(data.blocks.length === 0 ? [] : [table(blockTable(data, listOf))]),
      ...(waiting === undefined ? [] : [table(waiting)]),
      ...generated(longestSentence(data)),
    ]),
    section('subtopics', subtopics.length === 0 ? [] : [table(subtopicTable(data, listOf))]),
    section('heat', heat.lines.length === 0 ? [] : [heatBlock(data, listOf)]),
    section('problems', [
      ...(problems.total === 0
        ? []
        : [
            ...generated(
              sentence(`просрочено или вынесено на решение ${counted(problems.total, messageForms)}`),
            ),
            ...linesOf(problems.lines.map(line => ({ text: problemWords(line), href: hrefOf(line) }))),
            ...moreOf(problems),
          ]),
      ...(summaries.causes.length === 0
        ? []
        : [
            ...generated('Причины по сводкам руководителей блоков:'),
            {
              block: 'lines',
              lines: summaries.causes.map(({ block, text }) => ({ text: `${blocks[block].short}: ${text}` })),
            } as const,
          ]),
    ]),
    section(
      'solved',
      solved.total === 0
        ? []
        : [
            ...generated(
              sentence(`решено, а не только разъяснено, за неделю ${counted(solved.total, messageForms)}`),
            ),
            ...linesOf(solved.lines.map(line => ({ text: ticketWords(line), href: hrefOf(line) }))),
            ...moreOf(solved),
          ],
    ),
    section('rating', rating.map(table)),
    section('roadmaps', [
      ...generated(...entered.roadmaps.map(enteredSentence), promisesSentence(data)),
      ...(promises.lines.length === 0
        ? []
        : [
            {
              block: 'lines',
              lines: promises.lines.map(line => ({ text: promiseWords(line), href: hrefOf(line) })),
            } as const,
            ...moreOf(promises),
          ]),
    ]),
    section(
      'informing',
      generated(
        informedSentence(total.counts.answered),
        ...entered.informing.map(enteredSentence),
        watchedSentence(data),
      ),
    ),
    section(
      'proposals',
      summaries.proposals.length === 0
        ? []
        : [
            {
              block: 'lines',
              lines: summaries.proposals.map(({ who, text }) => ({ text: `${who}: ${text}` })),
            },
          ],
    ),
    {
      id: 'corrections',
      title: 'Уточнение отправленных данных',
      blocks:
        corrections.length === 0
          ? []
          : [
              ...generated(
                `После отправки изменились данные: ${[...new Set(corrections.map(each => lowered(each.period)))].join('; ')}.`,
              ),
              table(correctionTable(corrections, data.period.zone, listOf)),
            ],
    },
  ]
}

function enteredSentence({ title, unit, decimals, value, month }: EnteredLine): string {
  const shown = numberWords(value, decimals) + (unit === '' ? '' : `\u00a0${unit}`)
  return sentence(`${title}: ${shown} (${lowered(monthWords(month))})`)
}

function promiseWords(line: PromiseLine): string {
  const due = line.dueOn === null ? '' : `обещано до ${dateWords(line.dueOn)}`
  return `${ticketWords(line)}: ${[due, line.isBroken ? 'не исполнено' : ''].filter(Boolean).join(', ')}.`
}

function informedSentence(answered: number): string {
  return answered === 0 ? '' : sentence(`жителям ответили на ${counted(answered, messageForms)}`)
}

const table = (value: ReportTable): ReportBlock => ({ block: 'table', table: value })

/** None where all that is counted are complaints about officials, which are not named. */
function linesOf(lines: readonly { text: string; href: string }[]): ReportBlock[] {
  return lines.length === 0 ? [] : [{ block: 'lines', lines }]
}

function generated(...sentences: readonly string[]): ReportBlock[] {
  const words = sentences.filter(each => each !== '').join(' ')
  return words === '' ? [] : [{ block: 'generated', text: words }]
}

function written({ texts }: NoteData, id: string): ReportBlock[] {
  const words = texts[id]?.trim() ?? ''
  return words === '' ? [] : [{ block: 'written', text: words }]
}

function moreOf({ total, lines }: { total: number; lines: readonly unknown[] }): ReportBlock[] {
  const more = total - lines.length
  return more <= 0 ? [] : generated(`И ещё ${counted(more, messageForms)}: все — в списке системы.`)
}

const hrefOf = ({ number }: TicketLine) => `/tickets/${number}`

function ticketWords({ number, block, subtopic, settlement }: TicketLine): string {
  return [`№\u00a0${number}`, blocks[block].short, subtopic, settlement].filter(Boolean).join(' · ')
}

function problemWords(line: ProblemLine): string {
  const { lateDays, isBeforeHead, cause, measures } = line
  const state = [
    lateDays === null
      ? ''
      : lateDays === 0
        ? 'просрочено менее чем на сутки'
        : `просрочено на ${counted(lateDays, ['день', 'дня', 'дней'])}`,
    isBeforeHead ? 'вынесено на решение' : '',
  ]
    .filter(Boolean)
    .join(', ')
  const explained = [cause && `Причина: ${withStop(cause)}`, measures && `Меры: ${withStop(measures)}`]
  return [`${ticketWords(line)}: ${state}.`, ...explained].filter(Boolean).join(' ')
}

const withStop = (words: string) => (/[.!?…]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`)

function lowered(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`
}
