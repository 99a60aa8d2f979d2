/** «Населённые пункты»: the gazetteer by which places are found in texts, with other ways to write their names. */
import type * as z from 'zod'
import { settlementSchema } from '../../../shared/reference/settlements.ts'
import { countAbout } from '../../tickets/counts.ts'
import { CheckField, LongTextField, Notice } from '../Field.tsx'
import { counted, ticketForms } from '../words.ts'
import type { CsvTable } from './csv-table.ts'
import { idFor, idOf } from './ids.ts'
import type { ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'
import { linesOf, problemsOf } from './typed.ts'

type Settlement = z.infer<typeof settlementSchema>

const yes = ['да', 'yes', '1', '+', 'true']

const csv: CsvTable<Settlement> = {
  fileName: 'poseleniya.csv',
  columns: ['Название', 'Другие названия', 'Проверено'],
  example: ['Большое Нагаткино', 'Нагаткино | Б. Нагаткино', 'да'],
  matchWords: 'по названию; другие названия пишутся через «|»',
  mayReplace: false,
  cellsOf: ({ title, aliases, verified }) => [title, aliases.join(' | '), verified ? 'да' : 'нет'],
  read(cells, rows) {
    const [title = '', others = '', checked = ''] = cells.map(cell => cell.trim())
    if (title === '') return { outcome: 'error', words: 'Нет названия: напишите его в первом столбце' }
    if (title.length > 100) return { outcome: 'error', words: 'Название длиннее 100 знаков: сократите его' }
    const standing = rows.find(row => sameName(row.title, title))
    const aliases = linesOf(others.replaceAll('|', '\n')).filter(alias => !sameName(alias, title))
    const clash = rows.find(
      row => row.id !== standing?.id && namesOf(row).some(name => sameName(name, title)),
    )
    if (clash)
      return { outcome: 'error', words: `«${title}» уже записано как другое название: «${clash.title}»` }
    const id =
      standing?.id ??
      idFor(
        title,
        rows.map(row => row.id),
      )
    const verified = checked === '' ? (standing?.verified ?? false) : yes.includes(checked.toLowerCase())
    const parsed = settlementSchema.safeParse({ id, title, aliases, verified })
    return parsed.success
      ? { outcome: 'row', row: parsed.data }
      : { outcome: 'error', words: 'Других названий больше 30 или одно длиннее 100 знаков' }
  },
}

export const settlementsList: ListSpec<Settlement> = {
  path: '/settings/settlements',
  words: {
    page: 'Населённые пункты',
    intro: 'По этим названиям расширение находит место в тексте сообщения. Падежи узнаются сами.',
    add: 'Добавить населённый пункт',
    fresh: 'Новый населённый пункт',
    first: 'Название',
    empty: 'Населённых пунктов ещё нет: места в текстах не найдутся. Добавьте первый или загрузите CSV.',
  },
  schema: settlementSchema,
  rowsOf: settings => settings.settlements,
  withRows: (settings, settlements) => ({ ...settings, settlements: [...settlements] }),
  titleOf: settlement => settlement.title,
  sorted: rows => rows.toSorted((a, b) => a.title.localeCompare(b.title, 'ru')),
  columnsOf: ({ aliases, verified }) => [
    { label: 'Другие названия', text: aliases.join(', ') },
    verified
      ? { label: 'Проверено', text: 'да' }
      : { label: 'Проверено', text: 'не проверено', tone: 'today' },
  ],
  valuesOf: ({ title, aliases, verified }) => ({
    title,
    aliases: aliases.join('\n'),
    ...(verified ? { verified: 'yes' } : {}),
  }),
  freshValues: () => ({ verified: 'yes' }),
  quickAct: ({ title, verified }) =>
    verified ? undefined : { title: 'Верно', label: `Название верно: ${title}`, values: { verified: 'yes' } },
  read(form, { settings }, standing) {
    const others = settings.settlements.filter(each => each.id !== standing?.id)
    const title = form.one('title')
    const aliases = linesOf(form.all('aliases')[0] ?? '').filter(alias => !sameName(alias, title))
    const holderOf = (name: string) => others.find(each => namesOf(each).some(other => sameName(other, name)))
    const twin = holderOf(title)
    const taken = aliases.find(alias => holderOf(alias) !== undefined)
    const problems = problemsOf({
      title: title === '' ? 'Напишите название.' : twin && `Это название уже есть у «${twin.title}».`,
      aliases:
        taken !== undefined
          ? `«${taken}» уже есть у «${holderOf(taken)?.title}»: по нему место не узнать.`
          : aliases.length > 30
            ? 'Больше 30 названий: оставьте те, которые пишут чаще.'
            : aliases.some(alias => alias.length > 100) && 'Название длиннее 100 знаков: сократите его.',
    })
    if (Object.keys(problems).length > 0) return { outcome: 'slip', problems }
    const id = idOf(standing, title, others)
    return { outcome: 'row', row: { id, title, aliases, verified: form.one('verified') === 'yes' } }
  },
  Fields: ({ form, problems }) => (
    <>
      <TitleField form={form} problems={problems} maxLength={100} />
      <LongTextField
        name="aliases"
        label="Другие названия"
        value={form.all('aliases')[0] ?? ''}
        problem={problems.aliases}
        rows={5}
        help="По одному на строке. «Б. Нагаткино» узнаётся с точкой; «БН» — только заглавными. Падежи писать не нужно."
      />
      <CheckField name="verified" label="Название проверено" checked={form.one('verified') === 'yes'} />
    </>
  ),
  async usageOf({ id }, settings, office) {
    const tickets = await countAbout(office, 'settlement', id)
    if (tickets > 0)
      return `Здесь записано: ${counted(tickets, ticketForms)}. История должна называть место, поэтому убрать нельзя. Его можно переименовать.`
    if (settings.routes.some(route => route.settlement === id))
      return 'Этот пункт стоит в таблице маршрутов. Сначала уберите его там.'
    return undefined
  },
  Above({ signed: { settings } }) {
    const count = settings.settlements.filter(each => !each.verified).length
    if (count === 0) return null
    return (
      <Notice tone="warned">
        Не проверено {counted(count, ['название', 'названия', 'названий'])}: сверьте со списком района и
        нажмите «Верно» или исправьте.
      </Notice>
    )
  },
  csv,
}

function namesOf({ title, aliases }: Settlement): string[] {
  return [title, ...aliases]
}

/** Letter by letter, save case and «ё»; «БН» and «бн» are different names for capitals are matched exactly. */
function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.trim().replace(/\s+/g, ' ').toLowerCase().replaceAll('ё', 'е')
  return plain(a) === plain(b)
}
