/**
 * `/import`: «Загрузить выгрузку». A file of ПОС or «Инцидент Менеджмент» is read, shown as «было → станет», and carried
 * out only by «Загрузить». What is shown is what happens: if tickets changed meanwhile, it is shown again.
 */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { writeCsv } from '../../shared/imports/csv.ts'
import { importLimits } from '../../shared/imports/table.ts'
import { formGuard } from '../http/session.ts'
import { createImportDesk, type Draft, mayImport } from '../imports/desk.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage, tooLargePage } from './errors.tsx'
import { readForm } from './form.ts'
import { errorRows, planRows } from './import-csv.ts'
import { LostPage, PlanPage, RunPage, TooLargePage, UploadPage } from './import-page.tsx'

const notYours =
  'Загружать выгрузки могут операторы мониторинга и руководитель МЦУ: они записывают сообщения и ведут номера других систем.'

/** A form around a file is a little longer than the file. */
const largestForm = importLimits.bytes + 64 * 1024
/** A short import is over before the page is answered; a long one shows how far it is. */
const waitedFor = 1_500
const betweenLooks = 100
const refreshSeconds = 3

/** Mounted before the pages' own limit: an export is larger than a form. */
export function mountImport(app: Hono, office: Office): void {
  const desk = createImportDesk(office)
  const guard = formGuard(office.publicUrl)

  const forImporters = (handler: (context: Context, signed: Signed) => Response | Promise<Response>) =>
    signedIn(office, (context, signed) =>
      mayImport(signed) ? handler(context, signed) : forbiddenPage(context, signed, notYours),
    )
  const withDraft = (
    handler: (context: Context, signed: Signed, draft: Draft) => Response | Promise<Response>,
  ) =>
    forImporters((context, signed) => {
      const draft = desk.find(signed, context.req.param('id') ?? '')
      return draft === undefined
        ? answerPage(context, <LostPage signed={signed} />, 404)
        : handler(context, signed, draft)
    })
  const showPlan = async (context: Context, signed: Signed, draft: Draft, isChanged = false) =>
    answerPage(
      context,
      <PlanPage signed={signed} draft={draft} shown={await desk.plan(signed, draft)} isChanged={isChanged} />,
      isChanged ? 409 : 200,
    )

  app.get(
    '/import',
    forImporters((context, signed) =>
      answerPage(context, <UploadPage signed={signed} current={desk.underWay(signed)} />),
    ),
  )

  app.post(
    '/import',
    bodyLimit({
      maxSize: largestForm,
      onError: context => answerPage(context, <TooLargePage />, 413),
    }),
    guard,
    forImporters(async (context, signed) => {
      const body = await context.req.parseBody()
      const { file } = body
      const system = body.system === 'pos' || body.system === 'incident' ? body.system : null
      const again = (problem: string) =>
        answerPage(context, <UploadPage signed={signed} system={system} problem={problem} />, 422)
      if (!(file instanceof File) || file.name === '') return again('Выберите файл выгрузки.')
      const bytes = new Uint8Array(await file.arrayBuffer())
      const uploaded = await desk.upload(
        signed,
        { name: file.name, bytes },
        { system, includeFinished: body.finished === 'yes' },
      )
      return uploaded.outcome === 'refused'
        ? again(uploaded.words)
        : context.redirect(`/import/${uploaded.draft.id}`, 303)
    }),
  )

  app.get(
    '/import/:id',
    withDraft((context, signed, draft) => {
      const { run } = draft
      if (run === undefined) return showPlan(context, signed, draft)
      if (!run.isDone) context.header('Refresh', String(refreshSeconds))
      return answerPage(context, <RunPage signed={signed} draft={draft} run={run} />)
    }),
  )

  app.post(
    '/import/:id',
    bodyLimit({ maxSize: 4 * 1024, onError: tooLargePage }),
    guard,
    withDraft(async (context, signed, draft) => {
      const form = await readForm(context)
      if (form.one('step') === 'finished') {
        if (draft.run === undefined) draft.includeFinished = form.one('finished') === 'yes'
        return context.redirect(`/import/${draft.id}`, 303)
      }
      const started = await desk.start(signed, draft, form.one('print'))
      if (started === 'changed') return showPlan(context, signed, draft, true)
      for (let waited = 0; draft.run?.isDone === false && waited < waitedFor; waited += betweenLooks)
        await new Promise(resolve => setTimeout(resolve, betweenLooks))
      return context.redirect(`/import/${draft.id}`, 303)
    }),
  )

  app.get(
    '/import/:id/errors.csv',
    withDraft(async (context, signed, draft) => {
      const errors = draft.run?.errors ?? (await desk.plan(signed, draft)).plan.errors
      return csvFile(context, 'oshibki-vygruzki.csv', errorRows(errors))
    }),
  )

  app.get(
    '/import/:id/plan.csv',
    withDraft(async (context, signed, draft) => {
      const { plan } = await desk.plan(signed, draft)
      return csvFile(context, 'bylo-stanet.csv', planRows(plan))
    }),
  )
}

function csvFile(context: Context, name: string, rows: readonly (readonly string[])[]): Response {
  return context.body(writeCsv(rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  })
}
