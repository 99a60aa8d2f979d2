/**
 * «Показатели» (decree 697-П, 2.2, 3.2.1 е): `/indicators?year=2026`, narrowed to a block or a recipient with `of`, and each
 * indicator through its year under it. Read by who has reports; values and plans are entered by a few.
 */
import type { Context, Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope, mayManagePeople } from '../../shared/policy/permissions.ts'
import type { IndicatorPlan } from '../../shared/reports/indicator-settings.ts'
import { indicatorTables } from '../../shared/reports/indicator-tables.ts'
import { type Indicator, registryOf } from '../../shared/reports/indicators.ts'
import type { Office, Signed } from '../office.ts'
import { PeopleRefusal } from '../people/desk.ts'
import { isParty } from '../reports/indicators/links.ts'
import { answerPage, type PageStatus, signedIn } from './answer.tsx'
import { forbiddenPage, missingPage } from './errors.tsx'
import { type Form, readForm } from './form.ts'
import { type Attempt, IndicatorPage } from './indicators/IndicatorPage.tsx'
import { IndicatorsPage } from './indicators/IndicatorsPage.tsx'
import { indicatorYearTables } from './indicators/tables.ts'
import { indicatorAddress, ofWords } from './indicators/words.ts'
import { answerCsv, answerXlsx, type TableFile } from './table-files.ts'
import { asOfWords, noTicketsWords } from './words.ts'

export type Asked = { year: number; month: number; of: string; currentYear: number }

export function mountIndicators(app: Hono, office: Office): void {
  function door(handler: (context: Context, signed: Signed, asked: Asked) => Promise<Response>) {
    return signedIn(office, async (context, signed) => {
      if (isEmptyScope(office.tickets.scopeOf(signed))) return forbiddenPage(context, signed, noTicketsWords)
      return handler(context, signed, readAsked(context, signed, office.now()))
    })
  }

  app.get(
    '/indicators',
    door(async (context, signed, asked) =>
      answerPage(
        context,
        <IndicatorsPage
          signed={signed}
          asked={asked}
          found={await office.indicators.year(office.tickets.scopeOf(signed), signed.settings, asked)}
        />,
      ),
    ),
  )

  const fileOf = async (signed: Signed, asked: Asked): Promise<TableFile> => {
    const { settings } = signed
    const found = await office.indicators.year(office.tickets.scopeOf(signed), settings, asked)
    const subtitle = ofWords(asked.of, settings)
    return {
      name: `indicators-${asked.year}`,
      tables: indicatorTables(found, { ofWords: subtitle, isWhole: true }),
      head: {
        title: `Показатели, ${asked.year}\u00a0год`,
        subtitle: subtitle || undefined,
        asOf: asOfWords(found.asOf, settings.deadlines.zone),
        lines: [],
      },
    }
  }
  app.get(
    '/indicators.xlsx',
    door(async (context, signed, asked) => answerXlsx(context, await fileOf(signed, asked))),
  )
  app.get(
    '/indicators.csv',
    door(async (context, signed, asked) => answerCsv(context, await fileOf(signed, asked))),
  )

  async function answerIndicator(
    context: Context,
    signed: Signed,
    asked: Asked,
    attempt?: Attempt,
    status: PageStatus = 200,
  ): Promise<Response> {
    const indicator = findIndicator(context, signed)
    if (indicator === undefined) return missingPage(context)
    const { settings } = signed
    const page = (
      <IndicatorPage
        signed={signed}
        asked={asked}
        indicator={indicator}
        found={await office.indicators.months(office.tickets.scopeOf(signed), settings, indicator, asked)}
        journal={await office.indicators.journal(indicator.id, asked.year)}
        now={office.now()}
        done={context.req.query('done')}
        attempt={attempt}
      />
    )
    return answerPage(context, page, status)
  }

  const yearFileOf = async (
    context: Context,
    signed: Signed,
    asked: Asked,
  ): Promise<TableFile | undefined> => {
    const indicator = findIndicator(context, signed)
    if (indicator === undefined) return undefined
    const { settings } = signed
    const scope = office.tickets.scopeOf(signed)
    const found = await office.indicators.months(scope, settings, indicator, asked)
    return {
      name: `indicator-${asked.year}`,
      tables: indicatorYearTables({ settings, asked, indicator, found }),
      head: {
        title: [indicator.code, indicator.title, indicator.unit].filter(Boolean).join(' · '),
        subtitle: [`${asked.year}\u00a0год`, ofWords(asked.of, settings)].filter(Boolean).join(' · '),
        asOf: asOfWords(office.now(), settings.deadlines.zone),
        lines: [[indicator.formula, indicator.clause].filter(Boolean).join(' ')],
      },
    }
  }
  app.get(
    '/indicators/:id/year.xlsx',
    door(async (context, signed, asked) => {
      const file = await yearFileOf(context, signed, asked)
      return file === undefined ? missingPage(context) : answerXlsx(context, file)
    }),
  )
  app.get(
    '/indicators/:id/year.csv',
    door(async (context, signed, asked) => {
      const file = await yearFileOf(context, signed, asked)
      return file === undefined ? missingPage(context) : answerCsv(context, file)
    }),
  )

  app.get(
    '/indicators/:id',
    door((context, signed, asked) => answerIndicator(context, signed, asked)),
  )

  function act(
    path: string,
    done: string,
    change: (signed: Signed, indicator: Indicator, year: number, form: Form) => Promise<void>,
  ) {
    app.post(
      path,
      door(async (context, signed, asked) => {
        const indicator = findIndicator(context, signed)
        if (indicator === undefined) return missingPage(context)
        const form = await readForm(context)
        try {
          await change(signed, indicator, asked.year, form)
        } catch (error) {
          if (!(error instanceof PeopleRefusal)) throw error
          return answerIndicator(context, signed, asked, { words: error.words, form, of: done }, 409)
        }
        return context.redirect(`${indicatorAddress(asked, indicator.id)}&done=${done}`, 303)
      }),
    )
  }

  act('/indicators/:id/value', 'value', (signed, { id: indicatorId }, year, form) =>
    office.indicators.enter(signed, {
      indicatorId,
      year,
      month: readMonth(form.one('month')),
      of: form.one('of'),
      value: form.one('value') === '' ? null : readNumber(form.one('value')),
      note: form.one('note'),
    }),
  )

  act('/indicators/:id/plan', 'plan', async (signed, { id: indicatorId }, year, form) => {
    if (!mayManagePeople(signed.actor))
      throw new PeopleRefusal('forbidden', 'Планы задают руководитель МЦУ и администратор.')
    const of = form.one('of')
    const month = readMonth(form.one('month'))
    if (!isParty(of, signed.settings)) throw new PeopleRefusal('no-party', 'Такого блока или получателя нет.')
    const value = form.one('value') === '' ? null : readNumber(form.one('value'))
    const isSame = (plan: IndicatorPlan) =>
      plan.indicatorId === indicatorId && plan.year === year && plan.month === month && plan.of === of
    const result = await office.settings.change(signed, null, settings => {
      const others = settings.indicators.plans.filter(plan => !isSame(plan))
      const plans = value === null ? others : [...others, { indicatorId, year, month, of, value }]
      return { ...settings, indicators: { ...settings.indicators, plans } }
    })
    if (result.outcome === 'failed') throw new PeopleRefusal(result.code, result.words)
  })
}

function findIndicator(context: Context, { settings }: Signed): Indicator | undefined {
  const id = context.req.param('id')
  return registryOf(settings.indicators).find(each => each.id === id)
}

/** What the address does not name, or names wrongly, is the present year and its last month that is over. */
function readAsked(context: Context, { settings }: Signed, now: string): Asked {
  const [currentYear = 2026, currentMonth = 1] = localDateOf(now, settings.deadlines.zone)
    .split('-')
    .map(Number)
  const asked = Number(context.req.query('year'))
  const year = Number.isInteger(asked) && asked >= 2020 && asked <= currentYear + 1 ? asked : currentYear
  const usual = year < currentYear ? 12 : year === currentYear ? Math.max(1, currentMonth - 1) : 1
  const month = Number(context.req.query('month'))
  const of = context.req.query('of') ?? ''
  return {
    year,
    month: Number.isInteger(month) && month >= 1 && month <= 12 ? month : usual,
    of: isParty(of, settings) ? of : '',
    currentYear,
  }
}

/** 1–12, or `null` for the year. */
function readMonth(text: string): number | null {
  if (text === '') return null
  const month = Number(text)
  if (!Number.isInteger(month) || month < 1 || month > 12)
    throw new PeopleRefusal('no-month', 'Выберите месяц или год целиком.')
  return month
}

/** As people write it: «12 500», «3,75», «92 %». */
function readNumber(text: string): number {
  const plain = text
    .replaceAll(/[\s\u00a0%]/g, '')
    .replace(',', '.')
    .replace('−', '-')
  const number = Number(plain)
  if (plain === '' || !Number.isFinite(number))
    throw new PeopleRefusal('no-number', `Не понято число «${text}»: напишите, например, 12 или 3,75.`)
  return number
}
