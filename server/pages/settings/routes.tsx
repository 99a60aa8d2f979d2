/** «Маршруты»: what it is about and where → who does it; fills the assignment (PRACTICE P6). */
import { v7 as uuid } from 'uuid'
import { type Route, routeSchema, type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { type BlockId, blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { ChoicesField, SelectField, TextField } from '../Field.tsx'
import type { CsvTable } from './csv-table.ts'
import type { ListSpec } from './list.tsx'
import { problemsOf } from './typed.ts'

const any = 'любая'
const anywhere = 'везде'

const csv: CsvTable<Route> = {
  fileName: 'marshruty.csv',
  columns: ['Подтема', 'Населённый пункт', 'Блок', 'Получатель', 'Телефон', 'Соисполнители'],
  example: ['Ямы на дорогах', 'Большое Нагаткино', 'Дороги', 'Отдел дорог', '8 (84245) 2-00-00', ''],
  matchWords: 'по подтеме и населённому пункту вместе; соисполнители пишутся через «|»',
  mayReplace: true,
  cellsOf: (route, { subtopics, settlements, recipients }) => [
    route.subtopic === null ? any : titleOf(subtopics, route.subtopic),
    route.settlement === null ? anywhere : titleOf(settlements, route.settlement),
    blocks[route.block].short,
    route.recipientId === null ? '' : titleOf(recipients, route.recipientId),
    route.phone,
    route.coRecipientIds.map(id => titleOf(recipients, id)).join(' | '),
  ],
  read(cells, rows, { settings }) {
    const [about = '', where = '', block = '', recipient = '', phone = '', others = ''] = cells.map(cell =>
      cell.trim(),
    )
    const blockId = findBlock(block)
    const isAny = about === '' || about.toLowerCase() === any
    const isAnywhere = where === '' || where.toLowerCase() === anywhere
    const named = settings.subtopics.filter(each => isSame(each.title, about))
    const subtopic = isAny ? null : (named.find(each => each.block === blockId) ?? named[0])
    const settlement = isAnywhere ? null : settings.settlements.find(each => isSame(each.title, where))
    const recipientOf = (title: string) => settings.recipients.find(each => isSame(each.title, title))
    const co = others.split('|').flatMap(name => (name.trim() === '' ? [] : [name.trim()]))
    const unknown = [...(recipient === '' ? [] : [recipient]), ...co].find(name => !recipientOf(name))
    if (subtopic === undefined) return missing(`Подтемы «${about}»`, 'Подтемы')
    if (settlement === undefined) return missing(`Населённого пункта «${where}»`, 'Населённые пункты')
    if (unknown !== undefined) return missing(`Получателя «${unknown}»`, 'Ответственные получатели')
    const blockOfRow = blockId ?? (block === '' ? subtopic?.block : undefined)
    if (blockOfRow === undefined)
      return { outcome: 'error', words: `Блок «${block}» неизвестен: напишите, например, «ЖКХ» или «Дороги»` }
    const key = { subtopic: subtopic?.id ?? null, settlement: settlement?.id ?? null }
    const parsed = routeSchema.safeParse({
      id: rows.find(row => row.subtopic === key.subtopic && row.settlement === key.settlement)?.id ?? uuid(),
      ...key,
      block: blockOfRow,
      recipientId: recipientOf(recipient)?.id ?? null,
      phone,
      coRecipientIds: co.flatMap(name => recipientOf(name)?.id ?? []),
    })
    return parsed.success
      ? { outcome: 'row', row: parsed.data }
      : { outcome: 'error', words: 'Телефон длиннее 100 знаков или соисполнителей больше 20' }
  },
}

export const routesList: ListSpec<Route> = {
  path: '/settings/routes',
  words: {
    page: 'Маршруты',
    intro:
      'О чём сообщение и откуда → кому его поручить. Поручение заполняется само; точная строка важнее общей.',
    add: 'Добавить строку',
    fresh: 'Новая строка маршрутов',
    first: 'О чём и где',
    empty: 'Таблица пуста: получателя каждый раз выбирают сами. Добавьте строку или загрузите CSV.',
  },
  schema: routeSchema,
  rowsOf: settings => settings.routes,
  withRows: (settings, routes) => ({ ...settings, routes: [...routes] }),
  titleOf: ({ subtopic, settlement }, { subtopics, settlements }) =>
    `${subtopic === null ? 'Любая подтема' : titleOf(subtopics, subtopic)}, ${settlement === null ? anywhere : titleOf(settlements, settlement)}`,
  groupOf: ({ block }) => blocks[block].title,
  sorted: rows => blockIds.flatMap(block => rows.filter(row => row.block === block)),
  columnsOf: (route, { recipients }) => [
    route.recipientId === null
      ? { label: 'Получатель', text: 'только блок' }
      : { label: 'Получатель', text: titleOf(recipients, route.recipientId) },
    { label: 'Телефон', text: route.phone },
    { label: 'Соисполнители', text: route.coRecipientIds.map(id => titleOf(recipients, id)).join(', ') },
  ],
  valuesOf: ({ subtopic, settlement, block, recipientId, phone, coRecipientIds }) => ({
    subtopic: subtopic ?? '',
    settlement: settlement ?? '',
    block,
    recipient: recipientId ?? '',
    phone,
    coRecipients: coRecipientIds,
  }),
  freshValues: () => ({ block: 'zhkh' }),
  read(form, { settings }, standing) {
    const idIn = (list: readonly { id: string }[], name: string) =>
      list.find(each => each.id === form.one(name))?.id ?? null
    const row: Route = {
      id: standing?.id ?? uuid(),
      subtopic: idIn(settings.subtopics, 'subtopic'),
      settlement: idIn(settings.settlements, 'settlement'),
      block: blockIds.find(block => block === form.one('block')) ?? 'none',
      recipientId: idIn(settings.recipients, 'recipient'),
      phone: form.one('phone'),
      coRecipientIds: settings.recipients
        .map(({ id }) => id)
        .filter(id => form.all('coRecipients').includes(id)),
    }
    const twin = settings.routes.some(
      each => each.id !== row.id && each.subtopic === row.subtopic && each.settlement === row.settlement,
    )
    const problems = problemsOf({
      subtopic: twin && 'Строка для этой подтемы и этого места уже есть: измените её.',
      coRecipients:
        row.recipientId !== null && row.coRecipientIds.includes(row.recipientId)
          ? 'Ответственный получатель не бывает своим соисполнителем: снимите отметку.'
          : row.coRecipientIds.length > 20 && 'Соисполнителей больше 20: оставьте главных.',
    })
    return Object.keys(problems).length > 0 ? { outcome: 'slip', problems } : { outcome: 'row', row }
  },
  Fields: ({ form, problems, settings }) => (
    <>
      <div class="pair">
        <SelectField
          name="subtopic"
          label="Подтема"
          value={form.one('subtopic')}
          problem={problems.subtopic}
          choices={[{ value: '', title: 'любая' }]}
          groups={groupedSubtopics(settings)}
        />
        <SelectField
          name="settlement"
          label="Населённый пункт"
          value={form.one('settlement')}
          choices={[{ value: '', title: anywhere }, ...choicesOf(byTitle(settings.settlements))]}
        />
      </div>
      <SelectField
        name="block"
        label="Блок"
        value={form.one('block')}
        choices={blockIds.map(block => ({ value: block, title: blocks[block].title }))}
      />
      <div class="pair">
        <SelectField
          name="recipient"
          label="Ответственный получатель"
          value={form.one('recipient')}
          choices={[
            { value: '', title: 'не указан, решит руководитель блока' },
            ...choicesOf(settings.recipients),
          ]}
        />
        <TextField name="phone" label="Телефон для связи" value={form.one('phone')} maxLength={100} />
      </div>
      {settings.recipients.length > 0 && (
        <ChoicesField
          name="coRecipients"
          label="Соисполнители"
          choices={choicesOf(settings.recipients)}
          values={form.all('coRecipients')}
          problem={problems.coRecipients}
        />
      )}
    </>
  ),
  csv,
}

function groupedSubtopics({ subtopics }: Settings) {
  return blockIds.map(block => ({
    title: blocks[block].short,
    choices: choicesOf(subtopics.filter(each => each.block === block)),
  }))
}

function choicesOf(list: readonly { id: string; title: string }[]) {
  return list.map(({ id: value, title }) => ({ value, title }))
}

function byTitle<Item extends { title: string }>(list: readonly Item[]): Item[] {
  return list.toSorted((a, b) => a.title.localeCompare(b.title, 'ru'))
}

function findBlock(words: string): BlockId | undefined {
  return blockIds.find(block => isSame(blocks[block].short, words) || isSame(blocks[block].title, words))
}

function missing(what: string, where: string): { outcome: 'error'; words: string } {
  return { outcome: 'error', words: `${what} нет: исправьте или сначала добавьте в разделе «${where}»` }
}

function isSame(a: string, b: string): boolean {
  const plain = (words: string) => words.trim().toLowerCase().replaceAll('ё', 'е')
  return plain(a) === plain(b)
}
