/**
 * «Рейтинг ответственных получателей» (decree 697-П, 4.4 б; PRACTICE P9): `/rating?month=2026-10`, and each recipient's
 * contributions under it. Read by who has reports; the head moves its stages, a recipient's people object.
 */
import type { Context, Hono } from 'hono'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { type Period, periodWords } from '../../shared/reports/period.ts'
import type { MonthRating } from '../../shared/reports/rating.ts'
import { objectionDecisions } from '../../shared/reports/rating-life.ts'
import { contributionTable, ratingTables } from '../../shared/reports/rating-tables.ts'
import type { Office, Signed } from '../office.ts'
import { PeopleRefusal } from '../people/desk.ts'
import type { RatingView } from '../reports/rating/ratings.ts'
import { decidedBy, seenAmong } from '../reports/rating/seen.ts'
import { answerPage, type PageStatus, signedIn } from './answer.tsx'
import { forbiddenPage, missingPage } from './errors.tsx'
import { type Form, readForm } from './form.ts'
import { type Attempt, RatingPage } from './rating/RatingPage.tsx'
import { RecipientPage } from './rating/RecipientPage.tsx'
import { isMonth, monthBefore, ratingAddress } from './rating/words.ts'
import { answerCsv, answerXlsx, type TableFile } from './table-files.ts'
import { asOfWords, noTicketsWords } from './words.ts'

export function mountRating(app: Hono, office: Office): void {
  /** Of readers of reports only; the month is the one that the address names, else the last that is over. */
  function door(handler: (context: Context, signed: Signed, month: string) => Promise<Response>) {
    return signedIn(office, async (context, signed) => {
      if (isEmptyScope(office.tickets.scopeOf(signed))) return forbiddenPage(context, signed, noTicketsWords)
      const asked = context.req.query('month')
      const current = localDateOf(office.now(), signed.settings.deadlines.zone).slice(0, 7)
      return handler(context, signed, isMonth(asked) && asked <= current ? asked : monthBefore(current))
    })
  }

  async function seenIn(signed: Signed, { rating: { items, repeats, declined }, life }: RatingView) {
    const ids = [
      ...[...items, ...declined].map(({ ticketId }) => ticketId),
      ...repeats.flatMap(({ ticketId, ofTicketId }) => [ticketId, ofTicketId]),
      ...life.objections.map(({ ticketId }) => ticketId),
    ]
    return seenAmong(office.reader, office.organisationId, office.tickets.scopeOf(signed), ids)
  }

  const decidesIn = ({ actor, settings }: Signed, { life }: RatingView) =>
    decidedBy(
      office.reader,
      office.organisationId,
      actor,
      settings,
      life.objections.map(({ ticketId }) => ticketId),
    )

  async function answerRating(
    context: Context,
    signed: Signed,
    month: string,
    attempt?: Attempt,
    status: PageStatus = 200,
  ): Promise<Response> {
    const view = await office.ratings.read(month, signed.settings)
    const page = (
      <RatingPage
        signed={signed}
        month={month}
        view={view}
        seen={await seenIn(signed, view)}
        decides={await decidesIn(signed, view)}
        now={office.now()}
        done={context.req.query('done')}
        attempt={attempt}
      />
    )
    return answerPage(context, page, status)
  }

  async function answerRecipient(
    context: Context,
    signed: Signed,
    month: string,
    attempt?: Attempt,
    status: PageStatus = 200,
  ): Promise<Response> {
    const view = await office.ratings.read(month, signed.settings)
    const row = view.rating.rows.find(each => each.recipientId === context.req.param('recipient'))
    if (row === undefined) return missingPage(context)
    const page = (
      <RecipientPage
        signed={signed}
        month={month}
        view={view}
        row={row}
        seen={await seenIn(signed, view)}
        decides={await decidesIn(signed, view)}
        done={context.req.query('done')}
        attempt={attempt}
      />
    )
    return answerPage(context, page, status)
  }

  app.get(
    '/rating',
    door((context, signed, month) => answerRating(context, signed, month)),
  )
  const fileOf = async (signed: Signed, month: string): Promise<TableFile> => {
    const { rating, period } = await office.ratings.read(month, signed.settings)
    const tables = ratingTables(rating)
    return {
      name: `rating-${month}`,
      tables,
      head: headOf('Рейтинг ответственных получателей', period, rating),
    }
  }
  app.get(
    '/rating.xlsx',
    door(async (context, signed, month) => answerXlsx(context, await fileOf(signed, month))),
  )
  app.get(
    '/rating.csv',
    door(async (context, signed, month) => answerCsv(context, await fileOf(signed, month))),
  )

  /** The contributions of one recipient; `undefined` where there is none of that id. */
  const contributionsOf = async (
    context: Context,
    signed: Signed,
    month: string,
  ): Promise<TableFile | undefined> => {
    const view = await office.ratings.read(month, signed.settings)
    const row = view.rating.rows.find(each => each.recipientId === context.req.param('recipient'))
    if (row === undefined) return undefined
    const seen = await seenIn(signed, view)
    const mayName = (ticketId: string) => seen(ticketId) !== 'hidden'
    return {
      name: `rating-${month}-contributions`,
      tables: [contributionTable(view.rating, row.recipientId, { mayName })],
      head: headOf(`Рейтинг: ${row.title}`, view.period, view.rating),
    }
  }
  app.get(
    '/rating/:recipient/contributions.xlsx',
    door(async (context, signed, month) => {
      const file = await contributionsOf(context, signed, month)
      return file === undefined ? missingPage(context) : answerXlsx(context, file)
    }),
  )
  app.get(
    '/rating/:recipient/contributions.csv',
    door(async (context, signed, month) => {
      const file = await contributionsOf(context, signed, month)
      return file === undefined ? missingPage(context) : answerCsv(context, file)
    }),
  )

  app.get(
    '/rating/:recipient',
    door((context, signed, month) => answerRecipient(context, signed, month)),
  )

  /** What the head does with the whole month; a refusal stands on the page, with what was typed. */
  function headAct(
    path: string,
    done: string,
    act: (signed: Signed, month: string, form: Form) => Promise<unknown>,
  ) {
    app.post(
      path,
      door(async (context, signed, month) => {
        const form = await readForm(context)
        try {
          await act(signed, month, form)
        } catch (error) {
          return answerRating(context, signed, month, attemptOf(error, form), 409)
        }
        return context.redirect(`${ratingAddress(month)}&done=${done}`, 303)
      }),
    )
  }
  headAct('/rating/show', 'shown', (signed, month) => office.ratings.show(signed, month))
  headAct('/rating/approve', 'approved', (signed, month) => office.ratings.approve(signed, month))
  headAct('/rating/decide', 'decided', (signed, month, form) => {
    const decision = objectionDecisions.find(each => each === form.one('decision'))
    if (decision === undefined) throw new PeopleRefusal('no-decision', 'Выберите решение по возражению.')
    return office.ratings.decide(signed, month, { id: form.one('id'), decision, text: form.one('text') })
  })

  app.post(
    '/rating/:recipient/object',
    door(async (context, signed, month) => {
      const recipientId = context.req.param('recipient') ?? ''
      const form = await readForm(context)
      try {
        const view = await office.ratings.read(month, signed.settings)
        const number = Number(form.one('number'))
        const seen = await seenIn(signed, view)
        const item = view.rating.items.find(
          each => each.recipientId === recipientId && each.number === number,
        )
        if (item === undefined || seen(item.ticketId) === 'hidden')
          throw new PeopleRefusal('no-ticket', 'Выберите карточку, по которой возражаете.')
        await office.ratings.object(signed, month, { recipientId, number, text: form.one('text') })
      } catch (error) {
        return answerRecipient(context, signed, month, attemptOf(error, form), 409)
      }
      return context.redirect(`${ratingAddress(month, recipientId)}&done=objected`, 303)
    }),
  )
}

function headOf(title: string, period: Period, { asOf }: MonthRating): TableFile['head'] {
  return { title, subtitle: periodWords(period), asOf: asOfWords(asOf, period.zone), lines: [] }
}

/** Anything but a refusal goes on to the page of errors. */
function attemptOf(error: unknown, form: Form): Attempt {
  if (!(error instanceof PeopleRefusal)) throw error
  return { words: error.words, form }
}
