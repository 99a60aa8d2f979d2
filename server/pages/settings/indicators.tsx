/** «Свои показатели»: what the customer adds to the built-in registry (DOMAIN.md §5); values are entered on their pages. */
import {
  type Direction,
  directions,
  type OwnIndicator,
  ownIndicatorSchema,
} from '../../../shared/reports/indicator-settings.ts'
import { builtIn } from '../../../shared/reports/indicators.ts'
import { SelectField, TextField } from '../Field.tsx'
import { idOf } from './ids.ts'
import type { ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'

const ownMeasures = ['sum', 'mean', 'last'] as const

const measureTitles: Record<OwnIndicator['measure'], string> = {
  sum: 'месяцы складываются',
  mean: 'среднее по месяцам',
  last: 'последнее известное',
}
const directionTitles: Record<Direction, string> = {
  up: 'больше — лучше',
  down: 'меньше — лучше',
  none: 'не оценивается',
}

export const indicatorsList: ListSpec<OwnIndicator> = {
  path: '/settings/indicators',
  words: {
    page: 'Свои показатели',
    intro: (
      <>
        К встроенным показателям. Значения и планы вносят на странице <a href="/indicators">«Показатели»</a>.
      </>
    ),
    add: 'Добавить показатель',
    fresh: 'Новый показатель',
    first: 'Показатель',
    empty: 'Своих показателей нет. Добавьте те, по которым отчитывается район: план и факт вносят вручную.',
  },
  schema: ownIndicatorSchema,
  rowsOf: settings => settings.indicators.own,
  withRows: (settings, own) => ({ ...settings, indicators: { ...settings.indicators, own: [...own] } }),
  titleOf: indicator => indicator.title,
  columnsOf: ({ unit, measure, direction, clause }) => [
    { label: 'Единица', text: unit },
    { label: 'За год', text: measureTitles[measure] },
    { label: 'Оценка', text: directionTitles[direction] },
    { label: 'Основание', text: clause },
  ],
  valuesOf: ({ title, unit, measure, direction, decimals, clause }) => ({
    title,
    unit,
    measure,
    direction,
    decimals: String(decimals),
    clause,
  }),
  freshValues: () => ({ measure: 'sum', direction: 'up', decimals: '0' }),
  read(form, { settings }, standing) {
    const title = form.one('title')
    if (title === '') return { outcome: 'slip', problems: { title: 'Напишите название показателя.' } }
    const taken = settings.indicators.own.filter(each => each.id !== standing?.id)
    if ([...builtIn, ...taken].some(each => each.title.toLowerCase() === title.toLowerCase()))
      return { outcome: 'slip', problems: { title: 'Такой показатель уже есть.' } }
    const id = idOf(standing, title, [...builtIn, ...taken])
    return {
      outcome: 'row',
      row: {
        id,
        title,
        unit: form.one('unit').slice(0, 40),
        measure: ownMeasures.find(each => each === form.one('measure')) ?? 'sum',
        direction: directions.find(each => each === form.one('direction')) ?? 'none',
        decimals: [0, 1, 2, 3].find(each => String(each) === form.one('decimals')) ?? 0,
        clause: form.one('clause').slice(0, 300),
      },
    }
  },
  Fields: ({ form, problems }) => (
    <>
      <TitleField form={form} problems={problems} maxLength={300} help="Как его пишут в отчёте." />
      <TextField
        name="unit"
        label="Единица"
        value={form.one('unit')}
        maxLength={40}
        help="«ед.», «чел.», «%»."
      />
      <SelectField
        name="measure"
        label="Как месяцы составляют год"
        value={form.one('measure')}
        choices={ownMeasures.map(value => ({ value, title: measureTitles[value] }))}
      />
      <SelectField
        name="direction"
        label="Как оценивать"
        value={form.one('direction')}
        choices={directions.map(value => ({ value, title: directionTitles[value] }))}
      />
      <SelectField
        name="decimals"
        label="Знаков после запятой"
        value={form.one('decimals')}
        choices={['0', '1', '2', '3'].map(value => ({ value, title: value }))}
      />
      <TextField
        name="clause"
        label="Основание"
        value={form.one('clause')}
        maxLength={300}
        help="Пункт постановления, письмо."
      />
    </>
  ),
  async usageOf({ id }, settings, office) {
    if (settings.indicators.plans.some(({ indicatorId }) => indicatorId === id))
      return 'У показателя есть план. Сначала уберите его на странице показателя.'
    const year = Number(office.now().slice(0, 4))
    const journals = await Promise.all(
      [year, year - 1, year - 2].map(each => office.indicators.journal(id, each)),
    )
    return journals.some(journal => journal.length > 0)
      ? 'По показателю вносили значения: отчёты должны его называть, поэтому убрать нельзя. Его можно переименовать.'
      : undefined
  },
}
