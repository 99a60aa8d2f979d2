/** `/reports`: what is owed and by when, what was approved and sent, orders of the chief on reports, requests for material. */
import type { Context, Hono } from 'hono'
import { addDays, instantAt, localDateOf } from '../../shared/deadlines/zone.ts'
import { isBlockId } from '../../shared/reference/blocks.ts'
import { periodSettingsOf, readPeriod } from '../../shared/reports/period.ts'
import { reportError } from '../http/report.ts'
import type { Failure, Office, Signed } from '../office.ts'
import { failed } from '../reports/archive/reports.ts'
import { makeMaterial, materialKinds } from '../reports/archive/request-material.ts'
import { mayMakeReports, mayReadReports, mayReportOrder, summaryOwners } from '../reports/archive/rights.ts'
import { RenderFailure } from '../reports/documents/render.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { emptyForm, type Form, readForm } from './form.ts'
import { mountReportLife } from './report-life.tsx'
import { dutyRows } from './reports/duty-rows.ts'
import { mountReportFiles } from './reports/files.tsx'
import { archiveFile, requestsFile } from './reports/list-tables.ts'
import { mountPlanning } from './reports/planning.tsx'
import { ReportsPage } from './reports/ReportsPage.tsx'
import { RequestsPage } from './reports/RequestsPage.tsx'
import { doneWords, reportsOnlyWords, statusOf } from './reports/words.ts'
import { mountSummaries } from './summaries.tsx'
import { answerCsv, answerXlsx } from './table-files.ts'
import { asOfWords } from './words.ts'

/** For how long an order that was reported on stays on the page. */
const doneOrderDays = 30

export function mountReports(app: Hono, office: Office): void {
  mountReportLife(app, office)
  mountReportFiles(app, office)
  mountPlanning(app, office)
  mountSummaries(app, office)

  app.get(
    '/reports',
    signedIn(office, (context, signed) => showReports(context, office, signed)),
  )

  const archiveList = (answer: typeof answerCsv) =>
    signedIn(office, async (context, signed) => {
      const { settings, actor } = signed
      if (!mayReadReports(actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const archive = await office.reports.archive(settings.deadlines.zone)
      return answer(context, archiveFile({ settings, now: office.now() }, archive))
    })
  app.get('/reports/archive.xlsx', archiveList(answerXlsx))
  app.get('/reports/archive.csv', archiveList(answerCsv))

  const requestList = (answer: typeof answerCsv) =>
    signedIn(office, async (context, signed) => {
      if (!mayMakeReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const told = { settings: signed.settings, now: office.now() }
      return answer(context, requestsFile(told, await office.reportRequests.list()))
    })
  app.get('/reports/requests.xlsx', requestList(answerXlsx))
  app.get('/reports/requests.csv', requestList(answerCsv))

  app.post(
    '/reports/orders/:id/done',
    signedIn(office, async (context, signed) => {
      const form = await readForm(context)
      const failure = await office.reportOrders.done(
        signed,
        context.req.param('id') ?? '',
        form.one('result'),
      )
      if (failure === undefined) return context.redirect('/reports?done=reported', 303)
      return showReports(context, office, signed, failure)
    }),
  )

  app.get(
    '/reports/requests',
    signedIn(office, (context, signed) => showRequests(context, office, signed)),
  )

  app.post(
    '/reports/requests',
    signedIn(office, async (context, signed) => {
      const form = await readForm(context)
      const failure = await office.reportRequests.add(signed, {
        fromWhom: form.one('fromWhom'),
        number: form.one('number'),
        receivedOn: form.one('receivedOn'),
        dueOn: form.one('dueOn'),
        subject: form.one('subject'),
      })
      if (failure === undefined) return context.redirect('/reports/requests?done=asked', 303)
      return showRequests(context, office, signed, { failure, form })
    }),
  )

  app.post(
    '/reports/requests/:id/material',
    signedIn(office, async (context, signed) => {
      const form = await readForm(context)
      const id = context.req.param('id') ?? ''
      const failure = mayMakeReports(signed.actor)
        ? await keepMaterial(office, signed, id, form)
        : headOnlyMaterial
      if (failure === undefined) return context.redirect('/reports/requests?done=made', 303)
      return showRequests(context, office, signed, { failure, form })
    }),
  )

  app.post(
    '/reports/requests/:id/answer',
    signedIn(office, async (context, signed) => {
      const form = await readForm(context)
      const failure = await office.reportRequests.answer(
        signed,
        context.req.param('id') ?? '',
        form.one('answeredOn'),
        form.one('answer'),
      )
      if (failure === undefined) return context.redirect('/reports/requests?done=answered', 303)
      return showRequests(context, office, signed, { failure, form: emptyForm })
    }),
  )
}

async function showReports(
  context: Context,
  office: Office,
  signed: Signed,
  failure?: Failure,
): Promise<Response> {
  const { actor, settings } = signed
  const { zone } = settings.deadlines
  const isReader = mayReadReports(actor)
  const since = instantAt(addDays(localDateOf(office.now(), zone), -doneOrderDays), 0, zone)
  const orders = (await office.reportOrders.list(settings, since)).filter(
    ({ toParty }) => isReader || mayReportOrder(actor, toParty),
  )
  if (!isReader && summaryOwners(actor).length === 0 && orders.length === 0)
    return forbiddenPage(context, signed, reportsOnlyWords)
  const archive = isReader ? await office.reports.archive(zone) : []
  return answerPage(
    context,
    <ReportsPage
      signed={signed}
      now={office.now()}
      duties={await dutyRows(office, signed)}
      orders={orders}
      archive={archive}
      isReader={isReader}
      done={failure === undefined ? doneWords[context.req.query('done') ?? ''] : undefined}
      problem={failure?.words}
    />,
    failure === undefined ? 200 : statusOf(failure),
  )
}

const headOnlyMaterial = failed('head-only', 'Материалы по запросам готовит руководитель МЦУ.')

/** Made and kept, or why not: in words, with nothing changed. */
async function keepMaterial(
  office: Office,
  signed: Signed,
  requestId: string,
  form: Form,
): Promise<Failure | undefined> {
  const [from, to] = [form.one('from'), form.one('to')]
  if (from === '' || to === '') return failed('bad-date', 'Укажите, за какие дни нужны сведения.')
  const { period, problem } = readPeriod(
    { period: 'any', from, to },
    office.now(),
    periodSettingsOf(signed.settings),
  )
  if (problem !== undefined) return failed('bad-date', problem)
  const kind = materialKinds.find(each => each === form.one('kind')) ?? 'tickets'
  const asked = { period, blocks: form.all('blocks').filter(isBlockId) }
  try {
    const made = await makeMaterial(office, signed, kind, asked, asOfWords)
    return 'outcome' in made ? made : await office.reportRequests.keep(signed, requestId, made)
  } catch (error) {
    if (!(error instanceof RenderFailure)) throw error
    reportError(error)
    return failed('not-made', 'Файл составить не получилось. Сократите период или выберите блоки.')
  }
}

type Refused = { failure: Failure; form: Form }

async function showRequests(
  context: Context,
  office: Office,
  signed: Signed,
  refused?: Refused,
): Promise<Response> {
  if (!mayMakeReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
  return answerPage(
    context,
    <RequestsPage
      signed={signed}
      today={localDateOf(office.now(), signed.settings.deadlines.zone)}
      requests={await office.reportRequests.list()}
      materials={await office.reportRequests.materials()}
      typed={refused?.form ?? emptyForm}
      done={refused === undefined ? doneWords[context.req.query('done') ?? ''] : undefined}
      problem={refused?.failure.words}
    />,
    refused === undefined ? 200 : statusOf(refused.failure),
  )
}
