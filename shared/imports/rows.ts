/** Rows of an export as messages, or what is wrong with a row and what to do about it. */
import type { ExternalFields } from '../reference/external.ts'
import { externalNumberLimit, externalStageLimit } from '../reference/external.ts'
import { hashOf } from '../sources/hash.ts'
import type { Identity } from '../sources/identity.ts'
import { identityOfPastedAddress } from '../sources/pasted-address.ts'
import { posIdentity, posNumber } from '../sources/pos-address.ts'
import type { Columns, ImportField, ImportSystem } from './columns.ts'
import type { TableRow } from './table.ts'
import { addressIn, isYes, type LocalMoment, lineOf, readDate, readMoment } from './values.ts'

/** A message of an export. */
export type ImportRow = {
  system: ImportSystem
  /** Line in the file, as a spreadsheet counts. */
  line: number
  /** Number, deadline and stage there; `null` where the row says nothing. */
  external: ExternalFields
  /** What a ticket of this message is recorded under. */
  identity: Identity
  text: string
  author: string | null
  published: LocalMoment | null
  publishedText: string | null
  topic: string | null
  organisation: string | null
  settlement: string | null
  place: string | null
  /** Over in the other system: not recorded anew. */
  isFinished: boolean
}

/** `column`: its title in the file; empty where the whole row is meant. */
export type RowError = { line: number; column: string; value: string; words: string }

/** Words of a stage after which nobody waits any more. «Исполнено» yes, «На исполнении», «Не решено» no. */
const finishedStage =
  /^(?:завершен[оаы]?|закрыт[оаы]?|решен[оаы]|исполнен[оаы]?|отклонен[оаы]?|удален[оаы]?|отказ(?:ано)?|(?:в )?архиве?|ответ (?:дан|опубликован|направлен|отправлен))(?![а-я])/u

export function readRows(
  rows: readonly TableRow[],
  columns: Columns,
): { rows: ImportRow[]; errors: RowError[] } {
  const read: ImportRow[] = []
  const errors: RowError[] = []
  const seenNumbers = new Map<string, number>()
  const seenKeys = new Map<string, number>()
  for (const row of rows) {
    const one = readRow(row, columns)
    if ('words' in one) {
      errors.push(one)
      continue
    }
    const { number } = one.external
    const sameNumber = number === null ? undefined : seenNumbers.get(number)
    const sameKey = seenKeys.get(one.identity.key)
    const same = sameNumber ?? sameKey
    if (same !== undefined) {
      const field: ImportField = sameNumber === undefined ? 'postUrl' : 'number'
      errors.push({
        line: row.line,
        column: columns.of.get(field)?.title ?? '',
        value: sameNumber === undefined ? (one.identity.url ?? '') : (number ?? ''),
        words:
          sameNumber === undefined
            ? `Этот же пост уже есть в строке ${same}. Загрузится та строка; лишнюю уберите из файла.`
            : `Этот же номер уже есть в строке ${same}. Загрузится та строка; лишнюю уберите из файла.`,
      })
      continue
    }
    if (number !== null) seenNumbers.set(number, row.line)
    seenKeys.set(one.identity.key, row.line)
    read.push(one)
  }
  return { rows: read, errors }
}

function readRow(row: TableRow, columns: Columns): ImportRow | RowError {
  const { system } = columns
  const cellOf = (field: ImportField) => {
    const column = columns.of.get(field)
    return column === undefined ? undefined : row.cells[column.index]
  }
  const textOf = (field: ImportField) => cellOf(field)?.text.trim() ?? ''
  const lineIn = (field: ImportField) => lineOf(textOf(field)) || null
  const error = (field: ImportField, words: string): RowError => ({
    line: row.line,
    column: columns.of.get(field)?.title ?? '',
    value: lineOf(textOf(field)).slice(0, 200),
    words,
  })

  const found = system === 'pos' ? identifyPos(textOf('number')) : identifyIncident(row, columns)
  if ('words' in found) return error(found.field, found.words)
  const stage = lineIn('stage')
  const isOverdue = isYes(textOf('overdue'))
  const stageWords = [stage, isOverdue ? 'просрочено' : null].filter(each => each !== null).join(', ')
  if (stageWords.length > externalStageLimit)
    return error(
      'stage',
      `Стадия длиннее ${externalStageLimit} знаков: похоже, в столбце другое. Проверьте столбец.`,
    )
  const dueText = textOf('dueOn')
  const dueOn = dueText === '' ? null : readDate(dueText)
  if (dueText !== '' && dueOn === null)
    return error('dueOn', 'Это не дата. Запишите срок как 23.11.2026 и загрузите файл ещё раз.')
  const publishedText = lineIn('published')
  return {
    system,
    line: row.line,
    external: { number: found.number, dueOn, stage: stageWords || null },
    identity: found.identity,
    text: textOf('text').replace(/\r\n?/gu, '\n'),
    author: lineIn('author')?.slice(0, 2_000) ?? null,
    published: publishedText === null ? null : readMoment(publishedText),
    publishedText: publishedText?.slice(0, 2_000) ?? null,
    topic:
      [lineIn('category'), lineIn('subcategory')]
        .filter(each => each !== null)
        .join(' — ')
        .slice(0, 900) || null,
    organisation: lineIn('organisation')?.slice(0, 300) ?? null,
    settlement: lineIn('settlement'),
    place: lineIn('place')?.slice(0, 500) ?? null,
    isFinished: stage !== null && finishedStage.test(stage.toLowerCase().replaceAll('ё', 'е')),
  }
}

type Found = { number: string | null; identity: Identity } | { field: ImportField; words: string }

function identifyPos(written: string): Found {
  if (lineOf(written) === '')
    return { field: 'number', words: 'Нет номера сообщения. Заполните столбец «Номер» или уберите строку.' }
  const number = posNumber(written)
  if (number === null)
    return {
      field: 'number',
      words:
        'Это не номер ПОС: в нём от 7 до 12 цифр, обычно девять. Исправьте номер; если столбец в таблице стал числом вида 1,77E+08, задайте ему формат «Текст».',
    }
  return { number, identity: posIdentity(number) }
}

/** By the post's address first: the same post may stand here already, recorded by the extension. */
function identifyIncident(row: TableRow, columns: Columns): Found {
  const cellOf = (field: ImportField) => {
    const column = columns.of.get(field)
    return column === undefined ? undefined : row.cells[column.index]
  }
  const cell = cellOf('postUrl')
  const address = cell === undefined ? null : (cell.link ?? addressIn(cell.text))
  const number = lineOf(cellOf('number')?.text ?? '') || null
  if (number !== null && number.length > externalNumberLimit)
    return {
      field: 'number',
      words: `Номер длиннее ${externalNumberLimit} знаков: похоже, в столбце другое. Проверьте столбец.`,
    }
  if (cell !== undefined && cell.text.trim() !== '' && address === null && number === null)
    return {
      field: 'postUrl',
      words: 'Это не адрес страницы: он начинается с https://. Исправьте адрес или укажите номер инцидента.',
    }
  if (address === null && number === null)
    return {
      field: 'postUrl',
      words: 'Нет ни адреса поста, ни номера инцидента. Заполните одно из двух или уберите строку.',
    }
  const known = address === null ? null : identityOfPastedAddress(address)
  // Some sites give a comment the address of its post: the comment must not become the post.
  const isComment = /коммент/iu.test(cellOf('kind')?.text ?? '')
  if (known !== null && !(isComment && known.kind !== 'comment')) return { number, identity: known }
  const words = isComment ? (cellOf('text')?.text.trim() ?? '') : ''
  const key = number === null ? `incident:url:${hashOf(`${address}\n${words}`)}` : `incident:${number}`
  return { number, identity: { key, kind: 'message', url: address, parentKey: null, postKey: null } }
}
