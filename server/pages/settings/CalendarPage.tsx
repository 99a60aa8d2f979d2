/** What the calendar looks like: the year day by day, in word, shape and colour, and the forms that change it. */
import type { DayKind } from '../../../shared/deadlines/calendar.ts'
import {
  type CalendarDay,
  type DaySetting,
  daySettings,
  daysOfMonth,
} from '../../../shared/deadlines/calendar-edit.ts'
import { formatDate } from '../../../shared/deadlines/words.ts'
import type { Signed } from '../../office.ts'
import { LongTextField, Notice, SelectField, TextField } from '../Field.tsx'
import type { Shown } from './flow.tsx'
import { FormHead, Hidden, SettingsPage } from './frame.tsx'

export const calendarPath = '/settings/calendar'

export const settingTitles: Record<DaySetting, string> = {
  working: 'Рабочий',
  short: 'Короткий',
  off: 'Выходной или праздник',
  decree: 'Нерабочий по указу',
  by_weekday: 'Как по дню недели',
}

const looks: Record<DayKind | 'working_weekend', { title: string; shape: string }> = {
  working: { title: 'рабочий', shape: '' },
  short: { title: 'короткий', shape: '◐' },
  weekend: { title: 'выходной', shape: '○' },
  holiday: { title: 'праздник или перенос', shape: '●' },
  decree: { title: 'нерабочий по указу', shape: '◇' },
  working_weekend: { title: 'рабочая суббота или воскресенье', shape: '■' },
}
const lookNames = ['working', 'short', 'working_weekend', 'weekend', 'holiday', 'decree'] as const

function lookOf({ kind, weekday }: CalendarDay): (typeof lookNames)[number] {
  return kind === 'working' && weekday > 5 ? 'working_weekend' : kind
}

const monthTitles = [
  'Январь',
  'Февраль',
  'Март',
  'Апрель',
  'Май',
  'Июнь',
  'Июль',
  'Август',
  'Сентябрь',
  'Октябрь',
  'Ноябрь',
  'Декабрь',
]
const weekdayShort = ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс']

export function CalendarPage({
  signed,
  year,
  shown,
  done,
}: {
  signed: Signed
  year: number
  shown: Shown
  done?: string | undefined
}) {
  const { calendar } = signed.settings.deadlines
  const years = Object.keys(calendar.years)
    .map(Number)
    .toSorted((a, b) => a - b)
  const standing = calendar.years[String(year)]
  return (
    <SettingsPage
      signed={signed}
      title={`Календарь ${year} года`}
      intro="По нему считаются рабочие дни и часы. Перед каждым изменением покажем, у каких открытых карточек переедут сроки."
      done={done}
      wide
    >
      <nav class="years" aria-label="Годы">
        {years.map(each => (
          <a
            key={each}
            href={`${calendarPath}?year=${each}`}
            aria-current={each === year ? 'page' : undefined}
          >
            {each}
            {calendar.years[String(each)]?.provisional && (
              <>
                <span aria-hidden="true"> ◆</span>
                <span class="unseen"> предварительный</span>
              </>
            )}
          </a>
        ))}
      </nav>
      {standing?.provisional && (
        <Notice tone="warned">
          <p>
            <b>◆ {year} год предварительный.</b> {noteWords(standing.note)}
          </p>
          <form method="post" action={calendarPath} class="buttons">
            <Hidden name="version" value={signed.settings.version} />
            <Hidden name="year" value={year} />
            <button type="submit" name="act" value="confirm">
              Утвердить {year} год
            </button>
          </form>
        </Notice>
      )}
      {!standing && (
        <Notice tone="warned">
          {year} года в календаре нет: сроки считаются по дням недели, без праздников. Добавьте его ниже.
        </Notice>
      )}
      <Forms
        signed={signed}
        year={year}
        last={years.at(-1) ?? year}
        hasYear={standing !== undefined}
        shown={shown}
      />
      {standing && <Months signed={signed} year={year} />}
    </SettingsPage>
  )
}

/** An organisation that was set up earlier has the calendar's note stored in English. */
function noteWords(note: string | undefined): string {
  return note !== undefined && /[а-яё]/i.test(note)
    ? note
    : 'Переносы Правительства ещё не внесены, сроки могут измениться. Внесите их по постановлению и утвердите год.'
}

function Forms({
  signed,
  year,
  last,
  hasYear,
  shown: { form, problems, others },
}: {
  signed: Signed
  year: number
  last: number
  hasYear: boolean
  shown: Shown
}) {
  const { settings } = signed
  const act = form.one('act')
  const head = (name: string) => (
    <>
      <FormHead
        problems={act === name || (act === 'confirm' && name === 'day') ? problems : {}}
        others={act === name || (act === 'confirm' && name === 'day') ? others : undefined}
        version={settings.version}
        zone={settings.deadlines.zone}
      />
      <Hidden name="act" value={name} />
    </>
  )
  return (
    <section class="sheet stack">
      {hasYear && (
        <form method="post" action={calendarPath} class="stack" id="day">
          {head('day')}
          <Hidden name="year" value={year} />
          <h2>Изменить день</h2>
          <div class="one-line">
            <TextField
              name="date"
              label="Дата"
              type="date"
              value={form.one('date')}
              problem={problems.date}
              help="Или нажмите на день в календаре ниже."
              required
            />
            <SelectField
              name="kind"
              label="Какой это день"
              value={form.one('kind')}
              problem={problems.kind}
              choices={[
                { value: '', title: 'выберите' },
                ...daySettings.map(value => ({ value, title: settingTitles[value] })),
              ]}
              required
            />
            <button type="submit">Показать, что изменится</button>
          </div>
        </form>
      )}
      {hasYear && (
        <details open={act === 'import'}>
          <summary>Загрузить дни из CSV</summary>
          <form method="post" action={calendarPath} enctype="multipart/form-data" class="stack">
            {head('import')}
            <Hidden name="year" value={year} />
            <div class="field">
              <label for="file">Файл CSV</label>
              <input type="file" id="file" name="csv" accept=".csv,.txt,text/csv,text/plain" />
            </div>
            <LongTextField
              name="csv"
              label="Или строки «дата;вид»"
              value={form.all('csv').find(each => each.trim() !== '') ?? ''}
              problem={problems.csv}
              help="Например: 2027-05-03;выходной. Виды: рабочий, короткий, выходной, по указу, по дню недели."
              rows={5}
            />
            <button type="submit">Показать, что изменится</button>
          </form>
        </details>
      )}
      <details open={act === 'add' || !hasYear}>
        <summary>Добавить год</summary>
        <form method="post" action={calendarPath} class="stack">
          {head('add')}
          <div class="one-line">
            <TextField
              name="year"
              scope="add"
              label="Год"
              value={act === 'add' ? form.one('year') : String(hasYear ? last + 1 : year)}
              problem={problems.year}
              maxLength={4}
              required
            />
            <button type="submit">Добавить</button>
          </div>
          <p class="help">
            Год строится по дням недели и праздникам ТК РФ (ст. 112) и остаётся предварительным, пока его не
            утвердят.
          </p>
        </form>
      </details>
      {hasYear && (
        <p>
          <a href={`${calendarPath}/${year}.csv`}>Выгрузить {year} год в CSV</a>
        </p>
      )}
    </section>
  )
}

function Months({ signed, year }: { signed: Signed; year: number }) {
  const { calendar, hours } = signed.settings.deadlines
  const months = monthTitles.map((title, index) => ({
    title,
    days: daysOfMonth(calendar, hours, year, index + 1),
  }))
  return (
    <section class="sheet stack" aria-labelledby="grid">
      <h2 id="grid">Дни</h2>
      <ul class="legend">
        {lookNames.map(name => (
          <li key={name}>
            <span class={`day ${name}`} aria-hidden="true">
              <span>12</span>
              <span class="shape">{looks[name].shape}</span>
            </span>
            {looks[name].title}
          </li>
        ))}
      </ul>
      <div class="months">
        {months.map(({ title, days }) => (
          <Month key={title} title={title} days={days} />
        ))}
      </div>
    </section>
  )
}

function Month({ title, days }: { title: string; days: readonly CalendarDay[] }) {
  const lead = (days[0]?.weekday ?? 1) - 1
  const cells: (CalendarDay | undefined)[] = [...Array.from({ length: lead }, () => undefined), ...days]
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => cells[week * 7 + day]),
  )
  const worked = days.filter(({ kind }) => kind === 'working' || kind === 'short').length
  return (
    <table class="month">
      <caption>
        {title} <small class="quiet">рабочих дней: {worked}</small>
      </caption>
      <thead>
        <tr>
          {weekdayShort.map(each => (
            <th key={each} scope="col">
              {each}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map(week => (
          <tr key={week.find(Boolean)?.date ?? ''}>
            {week.map((day, index) =>
              day === undefined ? <td key={`empty ${index + 1}`} /> : <Day key={day.date} day={day} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({ day }: { day: CalendarDay }) {
  const name = lookOf(day)
  const { title, shape } = looks[name]
  return (
    <td>
      <a
        class={`day ${name}`}
        href={`${calendarPath}?date=${day.date}#day`}
        title={`${formatDate(day.date)}: ${title}`}
        aria-label={`${formatDate(day.date)}, ${title}`}
      >
        <span>{Number(day.date.slice(8))}</span>
        <span class="shape" aria-hidden="true">
          {shape}
        </span>
      </a>
    </td>
  )
}
