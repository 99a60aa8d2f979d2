/**
 * Reports and their lives (shared/reports/life.ts): each act under the lock, decided on the acts as they stand there. Files are
 * made before the transaction, which then refuses to approve anything but what was checked.
 */
import type { Kysely } from 'kysely'
import * as z from 'zod'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import {
  type Cut,
  changedTexts,
  lifeOf,
  type ReportAct,
  type ReportKind,
  type ReportLife,
  reportActSchema,
  type Texts,
  whyNot,
} from '../../../shared/reports/life.ts'
import { approvedDocument } from '../../../shared/reports/note/report.ts'
import { dateWords, type Period } from '../../../shared/reports/period.ts'
import { hashOf } from '../../files/blobs.ts'
import type { Failure, Signed } from '../../office.ts'
import type { Database } from '../../store/schema.ts'
import type { Tx, Write } from '../../store/writer.ts'
import { approvedReports } from './approved.ts'
import { actorWords, behalfOf, mayMakeReports, mayReadReports } from './rights.ts'
import {
  type Figures,
  type FileForm,
  findFile,
  findReportId,
  findVersion,
  listFiles,
  openReport,
  type ReportFile,
  type ReportKey,
  readActs,
  type StoredFile,
  type StoredVersion,
  writeAct,
  writeFiles,
  writeVersion,
} from './store.ts'

/**
 * A report as its builder made it. A fault stops the check, a remark is told and kept with it; `personal`: the faults that are
 * a citizen's data, which stop a draft's file too.
 */
export type Built = {
  document: ReportDocument
  cut: Cut
  figures: Figures
  faults: readonly string[]
  personal: readonly string[]
  remarks: readonly string[]
}

export type FoundReport = {
  /** `undefined`: nobody has begun it. */
  id: string | undefined
  kind: ReportKind
  period: Period
  life: ReportLife
  acts: readonly ReportAct[]
}

export type Dispatch = { to: string; sentOn: string; outgoingNumber: string; portalEntry: string }

export type ArchivedReport = FoundReport & { id: string; files: StoredFile[] }

export type MakeFiles = (document: ReportDocument, name: string) => Promise<ReportFile[]>

export type Reports = {
  find(kind: ReportKind, period: Period): Promise<FoundReport>
  /** People's own words by section; sections that are not named stay. */
  write(by: Signed, kind: ReportKind, period: Period, texts: Texts): Promise<Failure | undefined>
  /** Fixes the numbers. `build` is called with the texts as they stand. */
  check(
    by: Signed,
    kind: ReportKind,
    period: Period,
    build: (texts: Texts) => Promise<Built>,
  ): Promise<Failure | undefined>
  giveBack(by: Signed, kind: ReportKind, period: Period, reason: string): Promise<Failure | undefined>
  /** Makes the files of what was checked, and keeps them. */
  approve(by: Signed, kind: ReportKind, period: Period): Promise<Failure | undefined>
  send(by: Signed, kind: ReportKind, period: Period, dispatch: Dispatch): Promise<Failure | undefined>
  /** What was checked, approved or sent; `undefined` of a draft. */
  fixed(report: FoundReport): Promise<StoredVersion | undefined>
  files(report: FoundReport): Promise<StoredFile[]>
  /**
   * A file that was approved; `undefined` for who does not read reports. Refused in words where it is not any more what was
   * approved.
   */
  file(
    by: Signed,
    reportId: string,
    version: number,
    form: FileForm,
  ): Promise<(ReportFile & { sha256: string }) | Failure | undefined>
  /** Approved and sent ones, the latest period first. */
  archive(zone: string): Promise<ArchivedReport[]>
}

type Desk = { organisationId: string; reader: Kysely<Database>; write: Write; now(): string }

export function createReports(desk: Desk, makeFiles: MakeFiles): Reports {
  const { organisationId, reader, write, now } = desk
  const place = { db: reader, organisationId }
  const keyOf = (kind: ReportKind, period: Period): ReportKey => ({ kind, period, subject: '' })

  async function find(db: Kysely<Database>, kind: ReportKind, period: Period): Promise<FoundReport> {
    const id = await findReportId({ db, organisationId }, keyOf(kind, period))
    const acts =
      id === undefined ? [] : ((await readActs({ db, organisationId }, [id], reportActSchema)).get(id) ?? [])
    return { id, kind, period, life: lifeOf(acts), acts }
  }

  /** One act under the lock; `known`: how many acts the decision was made on, where it was made before. */
  async function act(
    by: Signed,
    kind: ReportKind,
    period: Period,
    known: number | null,
    make: (report: FoundReport, tx: Tx, id: string) => Promise<ReportActDraft | Failure | undefined>,
  ): Promise<Failure | undefined> {
    if (!mayMakeReports(by.actor)) return headOnly
    return write(async tx => {
      const standing = await find(tx, kind, period)
      if (known !== null && standing.acts.length !== known) return changedMeanwhile
      // A clock that was set back does not put an act before what it follows.
      const at = [now(), ...standing.acts.slice(-1).map(last => last.at)].toSorted().at(-1) ?? now()
      const id = standing.id ?? (await openReport(tx, organisationId, keyOf(kind, period), at))
      const made = await make(standing, tx, id)
      if (made === undefined || 'outcome' in made) return made
      const signedAct = { ...made, at, by: by.person.id, behalf: behalfOf(by, 'center_head') }
      await writeAct(tx, organisationId, id, standing.acts.length, signedAct)
      return undefined
    })
  }

  return {
    find: (kind, period) => find(reader, kind, period),

    write: (by, kind, period, texts) =>
      act(by, kind, period, null, async ({ life }) => {
        const changes = changedTexts(life.texts, texts)
        if (Object.keys(changes).length === 0) return undefined
        return refusal(life, 'written') ?? { type: 'written', texts: changes }
      }),

    async check(by, kind, period, build) {
      if (!mayMakeReports(by.actor)) return headOnly
      const standing = await find(reader, kind, period)
      const refused = refusal(standing.life, 'checked')
      if (refused) return refused
      if (now() < period.from)
        return failed('too-early', 'Этот период ещё не начался: проверять пока нечего.')
      const { document, cut, figures, faults, personal, remarks } = await build(standing.life.texts)
      const all = [...faults, ...personal]
      if (all.length > 0) return failed('report-faults', all.join(' '))
      return act(by, kind, period, standing.acts.length, async ({ life }, tx, id) => {
        await writeVersion(tx, organisationId, id, life.version + 1, { document, figures, at: now() })
        return { type: 'checked', cut, remarks: [...remarks] }
      })
    },

    giveBack: (by, kind, period, reason) =>
      act(by, kind, period, null, async ({ life }) => {
        const refused = refusal(life, 'returned')
        if (refused) return refused
        if (reason.trim() === '') return failed('no-reason', 'Напишите, почему отчёт возвращён на доработку.')
        return { type: 'returned', reason: reason.trim() }
      }),

    async approve(by, kind, period) {
      if (!mayMakeReports(by.actor)) return headOnly
      const { id, life, acts } = await find(reader, kind, period)
      const refused = refusal(life, 'approved')
      if (refused) return refused
      const version = life.version + 1
      const checked = id === undefined ? undefined : await findVersion(place, id, version)
      if (checked === undefined || !checked.isWhole)
        return failed('report-changed', 'Проверенные данные изменены на диске: проверьте отчёт ещё раз.')
      const number = life.number ?? (await nextNumber(reader, kind, period))
      const approved = approvedDocument(checked.document, {
        number,
        version,
        by: actorWords(by.person.id, behalfOf(by, 'center_head'), by.settings),
        on: dateWords(localDateOf(now(), period.zone)),
      })
      const files = await makeFiles(approved, fileName(kind, period, version))
      const outcome = await act(by, kind, period, acts.length, async (_standing, tx, reportId) => {
        if (life.number === null && (await nextNumber(tx, kind, period)) !== number) return numberTaken
        const { figures } = checked
        const sha256 = await writeVersion(tx, organisationId, reportId, version, {
          document: approved,
          figures,
          at: now(),
        })
        const written = await writeFiles(tx, organisationId, reportId, version, files)
        return { type: 'approved', number, version, sha256, files: written }
      })
      // Another report took the number while the files were made: they are made again with the next one.
      return outcome === numberTaken ? this.approve(by, kind, period) : outcome
    },

    send: (by, kind, period, dispatch) =>
      act(by, kind, period, null, async ({ life }) => {
        const refused = refusal(life, 'sent')
        if (refused) return refused
        if (!isLocalDate(dispatch.sentOn)) return failed('bad-date', 'Укажите, когда отправлен отчёт.')
        const approvedOn = localDateOf(life.approved?.at ?? now(), period.zone)
        const today = localDateOf(now(), period.zone)
        if (dispatch.sentOn < approvedOn || dispatch.sentOn > today)
          return failed(
            'bad-date',
            `Отчёт утверждён ${dateWords(approvedOn)}: укажите день отправки не раньше этого дня и не позже сегодняшнего.`,
          )
        if (dispatch.to.trim() === '') return failed('no-addressee', 'Напишите, кому отправлен отчёт.')
        return { type: 'sent', ...dispatch }
      }),

    async fixed({ id, life }) {
      if (id === undefined || life.stage === 'draft') return undefined
      if (life.stage === 'checked') return findVersion(place, id, life.version + 1)
      const stored = await findVersion(place, id, life.version)
      // What was approved is known by the act: a value and its checksum changed together are another report.
      return stored && { ...stored, isWhole: stored.isWhole && stored.sha256 === life.approved?.sha256 }
    },

    files: async ({ id, life }) =>
      id === undefined || life.version === 0 ? [] : listFiles(place, id, life.version),

    async file(by, reportId, version, form) {
      if (!mayReadReports(by.actor)) return undefined
      const file = await findFile(place, reportId, version, form)
      if (file === undefined) return undefined
      const acts = (await readActs(place, [reportId], reportActSchema)).get(reportId) ?? []
      const approved = acts.find(each => each.type === 'approved' && each.version === version)
      const agreed = approved?.type === 'approved' ? approved.files[form] : undefined
      return agreed !== undefined && agreed === hashOf(file.bytes) ? { ...file, sha256: agreed } : changedFile
    },

    async archive(zone) {
      const found = await approvedReports(place, zone)
      return Promise.all(
        found.map(async report => ({
          ...report,
          files: await listFiles(place, report.id, report.life.version),
        })),
      )
    },
  }

  /** The next of this kind in the year of the period. */
  async function nextNumber(db: Kysely<Database>, kind: ReportKind, period: Period): Promise<number> {
    const year = period.firstDate.slice(0, 4)
    const numbers = (await approvedReports({ db, organisationId }, period.zone))
      .filter(report => report.kind === kind && report.period.firstDate.startsWith(year))
      .map(({ life }) => life.number ?? 0)
    return Math.max(0, ...numbers) + 1
  }
}

type ReportActDraft = {
  [Type in ReportAct['type']]: Omit<Extract<ReportAct, { type: Type }>, keyof Signature>
}[ReportAct['type']]
type Signature = Pick<ReportAct, 'at' | 'by' | 'behalf'>

function refusal(life: ReportLife, type: ReportAct['type']): Failure | undefined {
  const words = whyNot(life, type)
  return words === undefined ? undefined : failed('report-stage', words)
}

export function isLocalDate(text: string): boolean {
  return z.iso.date().safeParse(text).success
}

export function failed(code: string, words: string): Failure {
  return { outcome: 'failed', code, words }
}

const headOnly = failed('head-only', 'Отчёты составляет, утверждает и отправляет руководитель МЦУ.')
const changedMeanwhile = failed(
  'report-changed',
  'Пока вы смотрели, отчёт изменил другой человек. Посмотрите ещё раз и повторите.',
)

const changedFile = failed(
  'file-changed',
  'Файл на диске сервера изменён после утверждения и не выдаётся: его контрольная сумма другая. Возьмите его из резервной копии и сообщите администратору.',
)

const numberTaken = failed('number-taken', 'Этот номер только что занял другой отчёт. Утвердите ещё раз.')

const fileNames: Readonly<Record<ReportKind, string>> = {
  note: 'zapiska',
  indicators: 'indikatory',
  targets: 'pokazateli',
}

function fileName(kind: ReportKind, { firstDate, lastDate }: Period, version: number): string {
  return `${fileNames[kind]}-${firstDate}_${lastDate}${version > 1 ? `-v${version}` : ''}`
}
