/**
 * `/summary?week=`: the weekly summary of a person who heads blocks, one for all of them; `/summaries?week=`: who has handed in,
 * for the head of the centre (decree 697-П, 3.3.1 з).
 */
import type { Context, Hono } from 'hono'
import type { Person } from '../../shared/policy/settings.ts'
import { longestText } from '../../shared/reports/life.ts'
import type { Period } from '../../shared/reports/period.ts'
import { causeOf, measuresOf, proposalsText } from '../../shared/reports/summary/life.ts'
import type { Failure, Office, Signed } from '../office.ts'
import { mayMakeReports, summaryOwners } from '../reports/archive/rights.ts'
import { readSummaryNumbers } from '../reports/summaries/query.ts'
import { owesSummary } from '../reports/summaries/summaries.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage, missingPage } from './errors.tsx'
import { type Form, readForm } from './form.ts'
import { summariesFile } from './reports/list-tables.ts'
import { readWeek, weekAddress } from './reports/weeks.ts'
import { doneWords, reportsOnlyWords, statusOf } from './reports/words.ts'
import { SummariesPage } from './summaries/SummariesPage.tsx'
import { SummaryPage } from './summaries/SummaryPage.tsx'
import { answerCsv, answerXlsx } from './table-files.ts'
import { asOfWords } from './words.ts'

const notYoursWords = 'Еженедельную сводку составляют руководители отраслевых блоков.'

type Asked = { person: Person; period: Period }
type Acted = { failure: Failure | undefined; done: string }

export function mountSummaries(app: Hono, office: Office): void {
  /** The person in the address, else oneself, else the first for whom one stands in. */
  function personOf(context: Context, signed: Signed): Person | undefined {
    const { people } = signed.settings
    const asked = context.req.query('person')
    const owners = summaryOwners(signed.actor)
    const id = asked ?? owners[0]
    const person = people.find(each => each.id === id && owesSummary(each))
    const mayRead = mayMakeReports(signed.actor) || owners.some(owner => owner === person?.id)
    return mayRead ? person : undefined
  }

  function door(handler: (context: Context, signed: Signed, asked: Asked) => Promise<Response>) {
    return signedIn(office, async (context, signed) => {
      if (!mayMakeReports(signed.actor) && summaryOwners(signed.actor).length === 0)
        return forbiddenPage(context, signed, notYoursWords)
      const person = personOf(context, signed)
      if (person === undefined) return missingPage(context)
      return handler(context, signed, {
        person,
        period: readWeek(context.req.query('week'), office.now(), signed.settings),
      })
    })
  }

  app.get(
    '/summary',
    door((context, signed, asked) => showSummary(context, office, signed, asked)),
  )

  function act(what: string, change: (signed: Signed, asked: Asked, form: Form) => Promise<Acted>) {
    app.post(
      `/summary/${what}`,
      door(async (context, signed, asked) => {
        const form = await readForm(context)
        const { failure, done } = await change(signed, asked, form)
        if (failure !== undefined) return showSummary(context, office, signed, asked, { failure, form })
        const { person, period } = asked
        if (form.one('back') === 'summaries')
          return context.redirect(weekAddress('/summaries', period, { done }), 303)
        return context.redirect(weekAddress('/summary', period, { person: person.id, done }), 303)
      }),
    )
  }

  // One form, two buttons: what was typed is saved in any case, also where it is too early to hand in.
  act('save', async (signed, { person, period }, form) => {
    const written = await office.summaries.write(signed, person, period, textsOf(form))
    if (written !== undefined || form.one('act') !== 'hand-in') return { failure: written, done: 'written' }
    return { failure: await office.summaries.handIn(signed, person, period), done: 'handed' }
  })
  act('return', async (signed, { person, period }, form) => ({
    failure: await office.summaries.giveBack(signed, person, period, form.one('reason')),
    done: 'returned',
  }))

  const listFile = (answer: typeof answerCsv) =>
    signedIn(office, async (context, signed) => {
      if (!mayMakeReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const { settings } = signed
      const now = office.now()
      const period = readWeek(context.req.query('week'), now, settings)
      const summaries = await office.summaries.all(settings, period)
      return answer(context, summariesFile({ settings, now }, period, summaries))
    })
  app.get('/summaries.xlsx', listFile(answerXlsx))
  app.get('/summaries.csv', listFile(answerCsv))

  app.get(
    '/summaries',
    signedIn(office, async (context, signed) => {
      if (!mayMakeReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const period = readWeek(context.req.query('week'), office.now(), signed.settings)
      return answerPage(
        context,
        <SummariesPage
          signed={signed}
          period={period}
          summaries={await office.summaries.all(signed.settings, period)}
          done={doneWords[context.req.query('done') ?? '']}
        />,
      )
    }),
  )
}

async function showSummary(
  context: Context,
  office: Office,
  signed: Signed,
  { person, period }: Asked,
  refused?: { failure: Failure; form: Form },
): Promise<Response> {
  const now = office.now()
  const { life } = await office.summaries.find(person, period)
  return answerPage(
    context,
    <SummaryPage
      signed={signed}
      person={person}
      period={period}
      life={life}
      numbers={
        await readSummaryNumbers({ ...office, openedBy: signed.actor }, signed.settings, person, period, now)
      }
      asOf={asOfWords(now, period.zone)}
      now={now}
      mayWrite={summaryOwners(signed.actor).includes(person.id)}
      typed={refused === undefined ? undefined : textsOf(refused.form)}
      done={refused === undefined ? doneWords[context.req.query('done') ?? ''] : undefined}
      problem={refused?.failure.words}
    />,
    refused === undefined ? 200 : statusOf(refused.failure),
  )
}

/** The texts of the form by their names; other fields are none. */
function textsOf(form: Form): Record<string, string> {
  const names = [
    ...form.all('ticket').flatMap(id => [causeOf(id), measuresOf(id)]),
    ...form.all('block').map(block => `causes:${block}`),
    proposalsText,
  ]
  return Object.fromEntries(
    names.filter(name => form.all(name).length > 0).map(name => [name, form.one(name).slice(0, longestText)]),
  )
}
