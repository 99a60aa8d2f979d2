/**
 * Which column of an export is what. The exports of ПОС and «Инцидент Менеджмент» name the same things differently from
 * version to version, so a column is known by any of its names; what no name fits is told by name and not taken.
 */
import type { Sheet, TableRow } from './table.ts'

/** Systems whose exports are read. */
export type ImportSystem = 'pos' | 'incident'

export const importFields = [
  'number',
  'postUrl',
  'kind',
  'text',
  'author',
  'published',
  'category',
  'subcategory',
  'organisation',
  'settlement',
  'place',
  'stage',
  'overdue',
  'dueOn',
] as const
export type ImportField = (typeof importFields)[number]

/** Names of columns, the surest first: of two columns that fit a field the earlier name wins. */
const names: Record<ImportSystem, Partial<Record<ImportField, readonly string[]>>> = {
  pos: {
    number: [
      'Номер',
      'Номер сообщения ПОС',
      'Сообщение ПОС №',
      'Номер сообщения',
      '№ сообщения',
      'Номер в ПОС',
      '№ в ПОС',
      'Номер обращения',
      'ID сообщения',
      '№',
      'ID',
    ],
    text: [
      'Текст сообщения',
      'Текст обращения',
      'Текст',
      'Описание проблемы',
      'Описание',
      'Содержание',
      'Сообщение',
    ],
    author: ['Заявитель', 'ФИО заявителя', 'Автор сообщения', 'Автор', 'ФИО'],
    published: [
      'Дата подачи',
      'Дата и время подачи',
      'Дата создания',
      'Дата поступления',
      'Дата регистрации',
      'Создано',
      'Поступило',
      'Дата',
    ],
    category: ['Категория'],
    subcategory: ['Подкатегория', 'Факт'],
    organisation: ['Организация, в которой находится сообщение', 'Организация', 'Исполнитель'],
    settlement: ['Населенный пункт', 'Поселение', 'Муниципальное образование'],
    place: ['Адрес', 'Адрес проблемы', 'Адрес места события', 'Место'],
    stage: ['Стадия', 'Статус', 'Этап'],
    overdue: ['Просрочено'],
    dueOn: [
      'Контрольный срок',
      'Срок ответа',
      'Срок исполнения',
      'Регламентный срок',
      'Крайний срок',
      'Дата контроля',
    ],
  },
  incident: {
    number: [
      'ID инцидента',
      'Номер инцидента',
      '№ инцидента',
      'Инцидент',
      'Номер в ИМ',
      '№ в ИМ',
      'Номер карточки',
      'Номер',
      'ID',
      '№',
    ],
    postUrl: [
      'Ссылка на пост',
      'Ссылка на сообщение',
      'Ссылка на публикацию',
      'Ссылка на комментарий',
      'Адрес поста',
      'Адрес сообщения',
      'Адрес публикации',
      'Ссылка на источник',
      'URL сообщения',
      'Ссылка',
      'URL',
    ],
    kind: ['Тип сообщения', 'Тип публикации', 'Вид сообщения', 'Тип'],
    text: [
      'Текст сообщения',
      'Текст поста',
      'Текст инцидента',
      'Текст публикации',
      'Текст',
      'Сообщение',
      'Содержание',
    ],
    author: ['Автор сообщения', 'Автор', 'Имя автора', 'Пользователь', 'Заявитель'],
    published: [
      'Дата публикации',
      'Дата сообщения',
      'Дата и время публикации',
      'Время публикации',
      'Опубликовано',
      'Дата создания',
      'Дата поступления',
      'Дата',
    ],
    category: ['Тематика', 'Тема', 'Группа тем', 'Категория', 'Рубрика'],
    subcategory: ['Подтематика', 'Подтема', 'Подкатегория'],
    organisation: ['Организация', 'Исполнитель', 'Ответственный', 'Ведомство'],
    settlement: ['Населенный пункт', 'Муниципалитет', 'Муниципальное образование', 'Город', 'Район'],
    place: ['Адрес', 'Адрес проблемы', 'Место'],
    stage: ['Статус', 'Статус инцидента', 'Стадия', 'Этап', 'Состояние'],
    overdue: ['Просрочено', 'Просрочен'],
    dueOn: ['Контрольный срок', 'Срок ответа', 'Ответить до', 'Крайний срок', 'Срок исполнения', 'Дедлайн'],
  },
}

/** Names of sheets that say whose export it is. */
const sheetNames: Record<ImportSystem, readonly string[]> = {
  pos: ['sheet0'],
  incident: ['детализация', 'инциденты'],
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s\u00a0]+/gu, ' ')
    .replace(/[\s:*.]+$/u, '')
    .trim()

export type Columns = {
  system: ImportSystem
  /** Title and index of the column by what it holds. */
  of: ReadonlyMap<ImportField, { index: number; title: string }>
  /** Titles that no field fits: they are not taken. */
  unknown: readonly string[]
  /** Line of the heads in the file. */
  headLine: number
}

/** The first rows may be a title and a period: the heads are looked for among these. */
const headsWithin = 15

export type Recognised =
  | { outcome: 'columns'; sheet: Sheet; columns: Columns; rows: readonly TableRow[] }
  | { outcome: 'unknown'; words: string }

/** `wanted`: whose export the person says it is; `null` leaves it to the names. */
export function recognise(sheets: readonly Sheet[], wanted: ImportSystem | null): Recognised {
  const systems: readonly ImportSystem[] = wanted === null ? ['pos', 'incident'] : [wanted]
  const tries = sheets.flatMap((sheet, order) =>
    systems.flatMap(system =>
      sheet.rows.slice(0, headsWithin).map(head => {
        const columns = columnsOf(system, head)
        const isNamed = sheetNames[system].includes(plain(sheet.title ?? ''))
        return { sheet, head, columns, score: scoreOf(columns) + (isNamed ? 1.5 : 0) - order / 100 }
      }),
    ),
  )
  const usable = tries.filter(({ columns }) => isEnough(columns))
  const best = usable.toSorted((a, b) => b.score - a.score)[0]
  if (best === undefined) {
    const seen = sheets
      .flatMap(sheet => sheet.rows.slice(0, 1))
      .flatMap(row => row.cells.map(({ text }) => text.trim()))
      .filter(title => title !== '')
    const found =
      seen.length === 0
        ? ''
        : ` В первой строке: ${seen
            .slice(0, 12)
            .map(title => `«${title.slice(0, 40)}»`)
            .join(', ')}.`
    return {
      outcome: 'unknown',
      words: `В файле нет столбцов выгрузки ПОС («Номер» и «Стадия» или «Категория») или «Инцидент Менеджмент» («Ссылка на пост» или номер инцидента).${found} Проверьте, та ли это выгрузка и на месте ли строка с названиями столбцов.`,
    }
  }
  const rows = best.sheet.rows.filter(
    ({ line, cells }) =>
      line > best.head.line && cells.some(({ text, link }) => text.trim() !== '' || link !== null),
  )
  return { outcome: 'columns', sheet: best.sheet, columns: best.columns, rows }
}

function columnsOf(system: ImportSystem, head: TableRow): Columns {
  const titles = head.cells.map(({ text }) => text.trim())
  const plainTitles = titles.map(plain)
  const of = new Map<ImportField, { index: number; title: string }>()
  const taken = new Set<number>()
  for (const field of importFields) {
    for (const name of names[system][field] ?? []) {
      const index = plainTitles.findIndex((title, at) => title === plain(name) && !taken.has(at))
      if (index < 0) continue
      of.set(field, { index, title: titles[index] ?? name })
      taken.add(index)
      break
    }
  }
  const unknown = titles.filter((title, index) => title !== '' && !taken.has(index))
  return { system, of, unknown, headLine: head.line }
}

function isEnough({ system, of }: Columns): boolean {
  const others = of.size - (of.has('number') ? 1 : 0)
  return system === 'pos'
    ? of.has('number') && others > 0
    : (of.has('number') || of.has('postUrl')) && others > 0
}

/** A column that only one of the exports has says more than one that both have. */
function scoreOf({ system, of }: Columns): number {
  const own: readonly ImportField[] = system === 'pos' ? ['subcategory', 'organisation'] : ['postUrl']
  const heads = own.filter(field => of.has(field)).length
  const namesItself = system === 'incident' && /инцидент|\bим\b/iu.test(of.get('number')?.title ?? '') ? 2 : 0
  return of.size + heads + namesItself
}
