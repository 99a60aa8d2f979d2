/**
 * `/reports/note?week=`, `/reports/indicators?month=`, `/reports/targets?year=`: a report, read, completed with own words,
 * checked, approved, sent; for the chief to read and to give orders on. A draft is made anew at every look; from the check on
 * the stored value is shown.
 */
import type { Context, Hono } from 'hono'
import type { ReportDocument } from '../../shared/reports/document.ts'
import { isUnapproved, longestText } from '../../shared/reports/life.ts'
import { draftDocument } from '../../shared/reports/note/report.ts'
import type { Period } from '../../shared/reports/period.ts'
import type { Failure, Office, Signed } from '../office.ts'
import { partiesOf } from '../reports/archive/orders.ts'
import { mayMakeReports, mayOrder, mayReadReports } from '../reports/archive/rights.ts'
import { documentPictures, type Pictures, RenderFailure } from '../reports/documents/render.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage, missingPage, refusedPage } from './errors.tsx'
import { emptyForm, type Form, readForm } from './form.ts'
import { LifePage } from './report-life/LifePage.tsx'
import { draftFile, type ReportPlace, reportPlaces } from './reports/places.ts'
import { doneWords, reportsOnlyWords, statusOf } from './reports/words.ts'
import { answerDocument } from './table-files.ts'

export function mountReportLife(app: Hono, office: Office): void {
  for (const place of reportPlaces) mountPlace(app, office, place)
}

function mountPlace(app: Hono, office: Office, place: ReportPlace): void {
  const { kind, path, texts } = place
  const periodFrom = (context: Context, signed: Signed) =>
    place.readPeriod(context.req.query(), office.now(), signed.settings)

  app.get(
    path,
    signedIn(office, (context, signed) =>
      showReport(context, office, place, signed, periodFrom(context, signed)),
    ),
  )

  /** To be looked at before it is approved; it is neither stored nor numbered. */
  app.get(
    `${path}/${draftFile}`,
    signedIn(office, async (context, signed) => {
      if (!mayMakeReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const period = periodFrom(context, signed)
      const report = await office.reports.find(kind, period)
      if (!isUnapproved(report.life)) return missingPage(context)
      const stored = await office.reports.fixed(report)
      const built = stored ?? (await place.build(office, signed, period, report.life.texts, true))
      const personal = 'personal' in built ? built.personal : []
      if (personal.length > 0)
        return refusedPage(context, `Черновик не составлен: в нём данные жителя. ${personal.join(' ')}`)
      const { document } = built
      return answerDocument(context, draftDocument(document), {
        name: `chernovik-${kind}-${period.firstDate}_${period.lastDate}`,
        form: 'docx',
        refused: 'Отчёт можно напечатать с его страницы: Ctrl+P.',
      })
    }),
  )

  /** By what stands in the address, and afterwards in that of the page that tells it is done. */
  const acts: Record<string, (form: Form, signed: Signed, period: Period) => Promise<Failure | undefined>> = {
    written: (form, signed, period) => {
      const section = texts.find(({ id }) => id === form.one('section'))?.id
      return office.reports.write(
        signed,
        kind,
        period,
        section === undefined ? {} : { [section]: form.one('text').slice(0, longestText) },
      )
    },
    checked: (_form, signed, period) =>
      office.reports.check(signed, kind, period, standing =>
        place.build(office, signed, period, standing, true),
      ),
    returned: (form, signed, period) => office.reports.giveBack(signed, kind, period, form.one('reason')),
    approved: (_form, signed, period) => office.reports.approve(signed, kind, period),
    sent: (form, signed, period) =>
      office.reports.send(signed, kind, period, {
        to: form.one('to').slice(0, 300),
        sentOn: form.one('sentOn'),
        outgoingNumber: form.one('outgoingNumber').slice(0, 100),
        portalEntry: form.one('portalEntry').slice(0, 300),
      }),
    ordered: async (form, signed, period) =>
      office.reportOrders.give(signed, await office.reports.find(kind, period), {
        line: form.one('line'),
        text: form.one('text'),
        toParty: form.one('to'),
        dueOn: form.one('dueOn'),
      }),
  }

  for (const [what, act] of Object.entries(acts)) {
    app.post(
      `${path}/${what}`,
      signedIn(office, async (context, signed) => {
        if (!mayReadReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
        const period = periodFrom(context, signed)
        const form = await readForm(context)
        const failure = await act(form, signed, period)
        if (failure === undefined)
          return context.redirect(place.addressOf(period, undefined, { done: what }), 303)
        return showReport(context, office, place, signed, period, { failure, form })
      }),
    )
  }
}

type Refused = { failure: Failure; form: Form }

async function showReport(
  context: Context,
  office: Office,
  place: ReportPlace,
  signed: Signed,
  period: Period,
  refused?: Refused,
): Promise<Response> {
  if (!mayReadReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
  const report = await office.reports.find(place.kind, period)
  const isMaker = mayMakeReports(signed.actor)
  const stored = await office.reports.fixed(report)
  const isShown = isMaker || report.life.stage === 'approved' || report.life.stage === 'sent'
  const built =
    isMaker && stored === undefined ? await place.build(office, signed, period, report.life.texts) : undefined
  const value = isShown ? (stored?.document ?? built?.document) : undefined
  return answerPage(
    context,
    <LifePage
      place={place}
      signed={signed}
      report={report}
      value={value}
      pictures={value === undefined ? new Map() : await picturesOf(value)}
      files={await office.reports.files(report)}
      isWhole={stored?.isWhole ?? true}
      faults={built === undefined ? [] : [...built.faults, ...built.personal]}
      remarks={built?.remarks ?? report.life.checked?.remarks ?? []}
      isMaker={isMaker}
      parties={mayOrder(signed.actor) ? partiesOf(signed.settings) : []}
      orders={report.id === undefined ? [] : await office.reportOrders.ofReport(signed.settings, report.id)}
      now={office.now()}
      done={refused === undefined ? doneWords[context.req.query('done') ?? ''] : undefined}
      problem={refused?.failure.words}
      typed={refused?.form ?? emptyForm}
    />,
    refused === undefined ? 200 : statusOf(refused.failure),
  )
}

/** A picture that could not be drawn leaves its table. */
async function picturesOf(value: ReportDocument): Promise<Pictures> {
  try {
    return await documentPictures(value)
  } catch (error) {
    if (error instanceof RenderFailure) return new Map()
    throw error
  }
}
