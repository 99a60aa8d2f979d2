/**
 * Weekly summaries of people who head blocks: their acts, who may do them, and what hands itself in. One summary a person and
 * week, whatever blocks it is about.
 */
import type { Kysely } from 'kysely'
import type { Actor } from '../../../shared/policy/grants.ts'
import type { Person, Settings } from '../../../shared/policy/settings.ts'
import { changedTexts, longestText, type Texts } from '../../../shared/reports/life.ts'
import type { Period } from '../../../shared/reports/period.ts'
import {
  type SummaryAct,
  type SummaryFigures,
  type SummaryLife,
  summaryActSchema,
  summaryLifeOf,
  whyNotSummary,
} from '../../../shared/reports/summary/life.ts'
import { systemActorId } from '../../../shared/ticket/events.ts'
import type { Failure, Signed } from '../../office.ts'
import type { Database } from '../../store/schema.ts'
import type { Write } from '../../store/writer.ts'
import { failed } from '../archive/reports.ts'
import { mayMakeReports, summaryOwners } from '../archive/rights.ts'
import { findReportId, openReport, type ReportKey, readActs, writeAct } from '../archive/store.ts'
import { refusedWords } from '../author-names.ts'
import { readSummaryNumbers } from './query.ts'

export type Summary = { person: Person; life: SummaryLife; acts: readonly SummaryAct[] }

export type Summaries = {
  find(person: Person, period: Period): Promise<Summary>
  /** Of everybody who owes one, by title. */
  all(settings: Settings, period: Period): Promise<Summary[]>
  write(by: Signed, person: Person, period: Period, texts: Texts): Promise<Failure | undefined>
  /** Refused while overdue tickets are not explained. */
  handIn(by: Signed, person: Person, period: Period): Promise<Failure | undefined>
  /** By the head of the centre with a reason, or by the person. */
  giveBack(by: Signed, person: Person, period: Period, reason: string): Promise<Failure | undefined>
  /** Those of the week in whose blocks nothing came and nothing is overdue. Answers how many. */
  handInEmpty(settings: Settings, period: Period): Promise<number>
}

type Desk = {
  organisationId: string
  reader: Kysely<Database>
  /** For the numbers and the names of authors; texts and states are short. */
  reportReader: Kysely<Database>
  write: Write
  now(): string
}

/** Who owes a summary: heads of blocks, «не определён» apart, which belongs to the head of the centre. */
export function owesSummary({ active, roles, blocks }: Person): boolean {
  return active && roles.includes('block_head') && blocks.some(block => block !== 'none')
}

export function createSummaries({ organisationId, reader, reportReader, write, now }: Desk): Summaries {
  const keyOf = (person: Person, period: Period): ReportKey => ({
    kind: 'summary',
    period,
    subject: person.id,
  })

  async function find(db: Kysely<Database>, person: Person, period: Period): Promise<Summary> {
    const id = await findReportId({ db, organisationId }, keyOf(person, period))
    const acts =
      id === undefined ? [] : ((await readActs({ db, organisationId }, [id], summaryActSchema)).get(id) ?? [])
    return { person, life: summaryLifeOf(acts), acts }
  }

  async function act(
    { by, behalf }: { by: string; behalf: string | null },
    person: Person,
    period: Period,
    make: (life: SummaryLife) => Draft | Failure | undefined,
  ): Promise<Failure | undefined> {
    return write(async tx => {
      const { life, acts } = await find(tx, person, period)
      const made = make(life)
      if (made === undefined || 'outcome' in made) return made
      const at = now()
      const id = await openReport(tx, organisationId, keyOf(person, period), at)
      const signedAct = { ...made, at, by, behalf }
      await writeAct(tx, organisationId, id, acts.length, signedAct)
      return undefined
    })
  }

  const all = (settings: Settings, period: Period) =>
    Promise.all(
      settings.people
        .filter(owesSummary)
        .toSorted((a, b) => (a.title < b.title ? -1 : 1))
        .map(person => find(reader, person, period)),
    )

  return {
    find: (person, period) => find(reader, person, period),
    all,

    async write(by, person, period, texts) {
      const signature = signatureOf(by, person)
      if (signature === undefined) return notYours
      const tooLong = Object.values(texts).some(text => text.length > longestText)
      if (tooLong) return failed('too-long', 'Текст слишком длинный: сократите его.')
      // It will stand in the note, where its author could not mend it.
      const personal = await refusedWords({ reportReader, organisationId }, by.settings, Object.values(texts))
      if (personal) return personal
      return act(signature, person, period, life => {
        const changes = changedTexts(life.texts, texts)
        if (Object.keys(changes).length === 0) return undefined
        const words = whyNotSummary(life, 'written')
        return words === undefined ? { type: 'written', texts: changes } : failed('summary-stage', words)
      })
    },

    async handIn(by, person, period) {
      const signature = signatureOf(by, person)
      if (signature === undefined) return notYours
      const { overdue, figures } = await numbersOf(by.settings, by.actor, person, period)
      return act(signature, person, period, life => {
        const words = whyNotSummary(life, 'handed_in', overdue)
        return words === undefined
          ? { type: 'handed_in', automatic: false, figures }
          : failed('summary-stage', words)
      })
    },

    async giveBack(by, person, period, reason) {
      const isOwn = signatureOf(by, person)
      if (isOwn === undefined && !mayMakeReports(by.actor)) return notYours
      if (isOwn === undefined && reason.trim() === '')
        return failed('no-reason', 'Напишите, что поправить в сводке.')
      const signature = isOwn ?? { by: by.person.id, behalf: null }
      return act(signature, person, period, life => {
        const words = whyNotSummary(life, 'returned')
        return words === undefined
          ? { type: 'returned', reason: reason.trim().slice(0, 2_000) }
          : failed('summary-stage', words)
      })
    },

    async handInEmpty(settings, period) {
      let handedIn = 0
      for (const { person, life } of await all(settings, period)) {
        // What was returned or begun waits for its person.
        if (life.handedIn !== null || life.returned !== null || Object.keys(life.texts).length > 0) continue
        const { overdue, figures } = await numbersOf(settings, null, person, period)
        if (overdue.length > 0 || figures.some(({ received }) => received > 0)) continue
        const failure = await act({ by: systemActorId, behalf: null }, person, period, standing =>
          standing.handedIn === null ? { type: 'handed_in', automatic: true, figures } : undefined,
        )
        if (failure === undefined) handedIn += 1
      }
      return handedIn
    },
  }

  async function numbersOf(
    settings: Settings,
    openedBy: Actor | null,
    person: Person,
    period: Period,
  ): Promise<{ overdue: { ticketId: string; number: number }[]; figures: SummaryFigures }> {
    const { blocks, overdue } = await readSummaryNumbers(
      { reportReader, organisationId, openedBy },
      settings,
      person,
      period,
      now(),
    )
    return {
      overdue: overdue.lines,
      figures: blocks.map(({ block, counts }) => ({
        block,
        received: counts.received,
        answered: counts.answered,
        overdue: counts.overdue,
      })),
    }
  }
}

type Draft = {
  [Type in SummaryAct['type']]: Omit<Extract<SummaryAct, { type: Type }>, 'at' | 'by' | 'behalf'>
}[SummaryAct['type']]

const notYours = failed('not-yours', 'Сводку составляет руководитель блока или тот, кто его замещает.')

/** `undefined` for whoever may not write this person's summary. */
function signatureOf(by: Signed, person: Person): { by: string; behalf: string | null } | undefined {
  if (!summaryOwners(by.actor).includes(person.id)) return undefined
  return { by: by.person.id, behalf: person.id === by.person.id ? null : person.id }
}
