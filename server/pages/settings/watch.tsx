/** «Список наблюдения»: communities, chats and pages that are looked at, by whom and how often (PRACTICE P16). */
import { v7 as uuid } from 'uuid'
import { formatDate } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import {
  type Settings,
  titleOf,
  type WatchEntry,
  type WatchEvery,
  watchEntrySchema,
} from '../../../shared/policy/settings.ts'
import { channels } from '../../../shared/reference/channels.ts'
import { everyWords } from '../../../shared/watch/looks.ts'
import { placeOfAddress } from '../../../shared/watch/place.ts'
import { SelectField, TextField } from '../Field.tsx'
import type { CsvTable } from './csv-table.ts'
import type { ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'
import { problemsOf } from './typed.ts'

type Today = (settings: Settings) => string

const everyChoices: readonly WatchEvery[] = [
  { unit: 'times_a_day', count: 4 },
  { unit: 'times_a_day', count: 3 },
  { unit: 'times_a_day', count: 2 },
  { unit: 'days', count: 1 },
  { unit: 'days', count: 2 },
  { unit: 'days', count: 3 },
  { unit: 'days', count: 5 },
  { unit: 'days', count: 10 },
]
const writtenEvery = ({ unit, count }: WatchEvery) => `${unit}:${count}`
const usualEvery: WatchEvery = { unit: 'days', count: 1 }

/** «2 раза в рабочий день», «раз в 3 рабочих дня», «каждый рабочий день» and shorter forms of them. */
function readEvery(words: string): WatchEvery | undefined {
  const plain = words.trim().toLowerCase().replace(/\s+/gu, ' ')
  if (plain === '' || /^(?:каждый (?:рабочий )?день|ежедневно)$/u.test(plain)) return usualEvery
  const times = Number(/^(\d{1,2}) раза? в (?:рабочий )?день$/u.exec(plain)?.[1] ?? 0)
  if (times >= 1 && times <= 12) return times === 1 ? usualEvery : { unit: 'times_a_day', count: times }
  const days = Number(/^раз в (\d{1,2}) (?:рабочи[йхе]+ )?(?:день|дня|дней)$/u.exec(plain)?.[1] ?? 0)
  return days >= 1 && days <= 20 ? { unit: 'days', count: days } : undefined
}

const csvOf = (today: Today): CsvTable<WatchEntry> => ({
  fileName: 'nablyudenie.csv',
  columns: ['Название', 'Адрес', 'Населённый пункт', 'Ответственный', 'Как часто'],
  example: [
    'Подслушано Нагаткино',
    'https://vk.com/public212000001',
    'Большое Нагаткино',
    '',
    '2 раза в рабочий день',
  ],
  matchWords: 'по адресу',
  mayReplace: true,
  cellsOf: (entry, { settlements, people }) => [
    entry.title,
    entry.url,
    entry.settlementId === null ? '' : titleOf(settlements, entry.settlementId),
    entry.responsiblePersonId === null ? '' : titleOf(people, entry.responsiblePersonId),
    everyWords(entry.every).replaceAll('\u00a0', ' '),
  ],
  read(cells, rows, { settings }) {
    const [title = '', url = '', where = '', who = '', often = ''] = cells.map(cell => cell.trim())
    const place = placeOfAddress(url)
    if (title === '') return { outcome: 'error', words: 'Нет названия: напишите его в первом столбце' }
    if (place === null)
      return { outcome: 'error', words: `«${url}» не адрес страницы: напишите его с https://` }
    const settlement = where === '' ? null : settings.settlements.find(each => isSame(each.title, where))
    if (settlement === undefined) return { outcome: 'error', words: `Населённого пункта «${where}» нет` }
    const person = who === '' ? null : settings.people.find(each => each.active && isSame(each.title, who))
    if (person === undefined) return { outcome: 'error', words: `Сотрудника «${who}» нет` }
    const every = readEvery(often)
    if (every === undefined)
      return {
        outcome: 'error',
        words: `«${often}» непонятно: напишите «каждый день», «2 раза в день» или «раз в 3 дня»`,
      }
    const standing = rows.find(row => isSamePlace(row, { url, key: place.key }))
    const parsed = watchEntrySchema.safeParse({
      id: standing?.id ?? uuid(),
      ...place,
      title,
      url,
      settlementId: settlement?.id ?? null,
      responsiblePersonId: person?.id ?? null,
      every,
      since: standing?.since ?? today(settings),
    })
    return parsed.success
      ? { outcome: 'row', row: parsed.data }
      : { outcome: 'error', words: 'Название длиннее 300 знаков или адрес длиннее 500: сократите' }
  },
})

/** `now`: the server's clock; a place is listed from the day on which it is added. */
export const watchListOf = (now: () => string): ListSpec<WatchEntry> => {
  const today: Today = ({ deadlines }) => localDateOf(now(), deadlines.zone)
  return {
    path: '/settings/watch',
    words: {
      page: 'Список наблюдения',
      intro: (
        <>
          Что смотрят и как часто. «Просмотрено, нового нет» нажимают в панели или на странице{' '}
          <a href="/watch">Наблюдение</a>; открытая страница из списка отмечается сама: только дата и
          сотрудник. Где показывать кнопку «Записать» — <a href="/settings/watch/button">отдельно</a>.
        </>
      ),
      add: 'Добавить место',
      fresh: 'Новое место',
      first: 'Что смотрим',
      empty:
        'Список пуст: кнопка «Записать» стоит на всех открытых страницах. Добавьте место или загрузите CSV.',
    },
    schema: watchEntrySchema,
    rowsOf: settings => settings.watchList,
    withRows: (settings, entries) => ({ ...settings, watchList: [...entries] }),
    titleOf: entry => entry.title,
    sorted: rows => rows.toSorted((a, b) => a.title.localeCompare(b.title, 'ru')),
    columnsOf: (entry, { settlements, people }) => [
      { label: 'Канал', text: channels[entry.channel] },
      { label: 'Адрес', text: entry.url },
      { label: 'Как часто', text: everyWords(entry.every) },
      {
        label: 'Ответственный',
        text: entry.responsiblePersonId === null ? '' : titleOf(people, entry.responsiblePersonId),
      },
      {
        label: 'Населённый пункт',
        text: entry.settlementId === null ? '' : titleOf(settlements, entry.settlementId),
      },
      { label: 'В списке с', text: formatDate(entry.since) },
    ],
    valuesOf: ({ title, url, settlementId, responsiblePersonId, every }) => ({
      title,
      url,
      settlement: settlementId ?? '',
      responsible: responsiblePersonId ?? '',
      every: writtenEvery(every),
    }),
    freshValues: () => ({ every: writtenEvery(usualEvery) }),
    read(form, { settings }, standing) {
      const url = form.one('url')
      const place = placeOfAddress(url)
      const idIn = (list: readonly { id: string }[], name: string) =>
        list.find(({ id }) => id === form.one(name))?.id ?? null
      const twin = settings.watchList.find(
        each => each.id !== standing?.id && isSamePlace(each, { url, key: place?.key ?? null }),
      )
      const every =
        [...everyChoices, ...(standing ? [standing.every] : [])].find(
          each => writtenEvery(each) === form.one('every'),
        ) ?? usualEvery
      const title = form.one('title')
      const problems = problemsOf({
        title: title === '' && 'Напишите название.',
        url:
          place === null
            ? 'Вставьте адрес страницы целиком, с https://.'
            : url.length > 500
              ? 'Адрес длиннее 500 знаков: возьмите адрес самой страницы.'
              : twin && `Этот адрес уже в списке: «${twin.title}».`,
      })
      if (place === null || Object.keys(problems).length > 0) return { outcome: 'slip', problems }
      const row: WatchEntry = {
        id: standing?.id ?? uuid(),
        ...place,
        title,
        url,
        settlementId: idIn(settings.settlements, 'settlement'),
        responsiblePersonId: idIn(settings.people, 'responsible'),
        every,
        since: standing?.since ?? today(settings),
      }
      return { outcome: 'row', row }
    },
    Fields: ({ form, problems, settings, entry }) => (
      <>
        <TitleField form={form} problems={problems} maxLength={300} />
        <TextField
          name="url"
          label="Адрес"
          type="url"
          value={form.one('url')}
          problem={problems.url}
          maxLength={500}
          help="Адрес самого сообщества, чата или страницы. Лучше адрес с числом (vk.com/public212000001): по нему место узнаётся и в ленте."
        />
        <div class="pair">
          <SelectField
            name="every"
            label="Как часто смотрят"
            value={form.one('every')}
            choices={withStanding(entry?.every).map(each => ({
              value: writtenEvery(each),
              title: everyWords(each),
            }))}
          />
          <SelectField
            name="responsible"
            label="Ответственный"
            value={form.one('responsible')}
            choices={[
              { value: '', title: 'не назначен' },
              ...settings.people
                .filter(each => each.active)
                .map(({ id: value, title }) => ({ value, title })),
            ]}
          />
        </div>
        <SelectField
          name="settlement"
          label="Населённый пункт"
          value={form.one('settlement')}
          choices={[
            { value: '', title: 'весь район' },
            ...settings.settlements
              .toSorted((a, b) => a.title.localeCompare(b.title, 'ru'))
              .map(({ id: value, title }) => ({ value, title })),
          ]}
        />
      </>
    ),
    csv: csvOf(today),
  }
}

function withStanding(every: WatchEvery | undefined): readonly WatchEvery[] {
  const isKnown = every === undefined || everyChoices.some(each => writtenEvery(each) === writtenEvery(every))
  return isKnown ? everyChoices : [every, ...everyChoices]
}

function isSame(a: string, b: string): boolean {
  const plain = (words: string) => words.trim().toLowerCase().replaceAll('ё', 'е')
  return plain(a) === plain(b)
}

/** Two addresses of one community are one place. */
function isSamePlace(a: Pick<WatchEntry, 'url' | 'key'>, b: { url: string; key: string | null }): boolean {
  return a.key !== null && b.key !== null ? a.key === b.key : a.url === b.url
}
