/**
 * The organisation's settings: one immutable, versioned document, delivered to clients by pull (DESIGN, point 2).
 * Everything that `decide` needs besides the ticket, the actor and the time is here.
 */
import * as z from 'zod'
import { deadlineSettingsSchema } from '../deadlines/deadline.ts'
import { blockIds } from '../reference/blocks.ts'
import { channelIds } from '../reference/channels.ts'
import { roleIds } from '../reference/roles.ts'
import { settlementSchema } from '../reference/settlements.ts'
import { subtopicSchema } from '../reference/subtopics.ts'
import { reportSettingsSchema, usualReports } from '../reports/duties-settings.ts'
import { indicatorSettingsSchema, noIndicators } from '../reports/indicator-settings.ts'
import { defaultWeeks, weeksSchema } from '../reports/period.ts'
import { ratingSettingsSchema, usualRating } from '../reports/rating-settings.ts'

const id = z.string().min(1).max(120)
const title = z.string().trim().min(1).max(300)

/** Rating tables and rights differ by kind (PRACTICE P9). */
export const recipientKinds = ['unit', 'settlement', 'institution', 'municipal_company', 'outside'] as const

export const recipientSchema = z.object({ id, title, kind: z.enum(recipientKinds) })
export type Recipient = z.infer<typeof recipientSchema>

/** An account that speaks for the administration, and who may publish under it (PRACTICE P14). */
export const officialAccountSchema = z.object({
  id,
  network: z.enum(channelIds),
  /** The owner's id as it stands in source keys: VK community `-212000001`, Telegram peer `-1845000001`. */
  ownerId: z.string().trim().min(1).max(100),
  title,
  url: z.url({ protocol: /^https$/ }).max(500),
  recipientId: id.nullable(),
  publisherIds: z.array(id),
})
export type OfficialAccount = z.infer<typeof officialAccountSchema>

/** A person as colleagues see them: the post, not the surname (DOMAIN.md §2). */
export const personSchema = z.object({
  id,
  title,
  roles: z.array(z.enum(roleIds)),
  blocks: z.array(z.enum(blockIds)),
  recipientIds: z.array(id),
  active: z.boolean(),
})
export type Person = z.infer<typeof personSchema>

const date = z.iso.date()
const instant = z.iso.datetime()
const phone = z.string().trim().max(100)

/** A body outside the district that answers for a subtopic, and the text that tells the citizen so (PRACTICE P10). */
export const outsideOrganisationSchema = z.object({
  id,
  title,
  /** Phone and person to ask for. */
  phone,
  contact: z.string().trim().max(300),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  texts: z.array(z.object({ subtopic: id.nullable(), text: z.string().trim().min(1).max(4_000) })),
})
export type OutsideOrganisation = z.infer<typeof outsideOrganisationSchema>

/** A row of the routing table (PRACTICE P6): what it is about and where → who does it. `null` stands for any. */
export const routeSchema = z.object({
  id,
  subtopic: id.nullable(),
  settlement: id.nullable(),
  block: z.enum(blockIds),
  recipientId: id.nullable(),
  phone,
  coRecipientIds: z.array(id).max(20),
})
export type Route = z.infer<typeof routeSchema>

/** A leave (PRACTICE P17): local dates, both included; without a substitute the head is warned. */
export const absenceSchema = z
  .object({ id, absentId: id, substituteId: id.nullable(), from: date, to: date })
  .refine(({ from, to }) => from <= to, 'An absence ends after it begins')
  .refine(({ absentId, substituteId }) => absentId !== substituteId, 'Nobody stands in for himself')
export type Absence = z.infer<typeof absenceSchema>

/** A shift of the duty roster (PRACTICE P17); «Сдать дежурство» ends it early. */
export const dutyShiftSchema = z
  .object({ id, personId: id, from: instant, to: instant, handedOverAt: instant.nullable() })
  .refine(({ from, to }) => from < to, 'A shift ends after it begins')
export type DutyShift = z.infer<typeof dutyShiftSchema>

/** What an answer needs before publication (PRACTICE P5): approval only where one of these says so. */
export const approvalSchema = z.object({
  subtopics: z.array(id),
  urgent: z.boolean(),
  conflict: z.boolean(),
  refusal: z.boolean(),
  /** Answers of executors: signed in, or by the link of an assignment. */
  executors: z.boolean(),
})

/** When a clock stands or a ticket moves by itself. `null` switches a rule off. */
export const automationSchema = z.object({
  /** Put before the head when overdue for so many working hours (decree 697-П, 3.3). */
  escalateAfterHours: z.number().int().min(0).max(400).nullable(),
  /** Clocks stand while the author is asked. */
  pauseForAuthor: z.boolean(),
  /** Clocks stand while an outside organisation is awaited (P10: usually ours run on). */
  pauseForOutside: z.boolean(),
  /** «Автор не уточнил»: closed after so many working days without an answer (P13). */
  closeSilentAfterDays: z.number().int().min(1).max(60).nullable(),
  /** An answered ticket is closed after so many days. */
  closeAnsweredAfterDays: z.number().int().min(1).max(365).nullable(),
  /** How long a link of an assignment lives. */
  linkDays: z.number().int().min(1).max(60),
})

/** How often a place is looked at: so many times a working day, or once in so many working days. */
export const watchEverySchema = z.discriminatedUnion('unit', [
  z.object({ unit: z.literal('times_a_day'), count: z.int().min(1).max(12) }),
  z.object({ unit: z.literal('days'), count: z.int().min(1).max(20) }),
])
export type WatchEvery = z.infer<typeof watchEverySchema>

/** A place that is watched (PRACTICE P16). `key`: `channel:owner` as the address tells it, `null` where it tells none. */
export const watchEntrySchema = z.object({
  id,
  channel: z.enum(channelIds),
  title,
  url: z.url({ protocol: /^https?$/ }).max(500),
  key: z.string().max(300).nullable(),
  settlementId: id.nullable(),
  responsiblePersonId: id.nullable(),
  every: watchEverySchema,
  /** Local date since when it is listed: the first look is due from then on. */
  since: date,
})
export type WatchEntry = z.infer<typeof watchEntrySchema>

/** Where the button stands on public pages; `null`: on the list's only as soon as there is a list (P15). */
export const buttonPlaces = ['everywhere', 'listed'] as const

export const settingsSchema = z.object({
  version: z.number().int().positive(),
  organisation: z.object({ id, title }),
  deadlines: deadlineSettingsSchema,
  subtopics: z.array(subtopicSchema),
  settlements: z.array(settlementSchema),
  recipients: z.array(recipientSchema),
  officialAccounts: z.array(officialAccountSchema),
  people: z.array(personSchema),
  /** For how long «Отменить» is offered after recording. */
  withdrawSeconds: z.number().int().min(1).max(600),
  outsideOrganisations: z.array(outsideOrganisationSchema).default([]),
  routes: z.array(routeSchema).default([]),
  absences: z.array(absenceSchema).default([]),
  dutyShifts: z.array(dutyShiftSchema).default([]),
  approval: approvalSchema.default({
    subtopics: [],
    urgent: false,
    conflict: true,
    refusal: true,
    executors: false,
  }),
  automation: automationSchema.default({
    escalateAfterHours: 8,
    pauseForAuthor: true,
    pauseForOutside: false,
    closeSilentAfterDays: 5,
    closeAnsweredAfterDays: 30,
    linkDays: 14,
  }),
  watchList: z.array(watchEntrySchema).max(1_000).default([]),
  buttonPlaces: z.enum(buttonPlaces).nullable().default(null),
  /** On which weekday the week of the note and that of the regional centre begin (PRACTICE P19). */
  weeks: weeksSchema.default(defaultWeeks),
  rating: ratingSettingsSchema.default(usualRating),
  indicators: indicatorSettingsSchema.default(noIndicators),
  /** Which reports are owed, to whom and by when. */
  reports: reportSettingsSchema.default(usualReports),
})
export type Settings = z.infer<typeof settingsSchema>

/** A label for an id, or the id itself where the document does not know it (an older ticket, a removed unit). */
export function titleOf(list: readonly { id: string; title: string }[], wanted: string | null): string {
  if (wanted === null) return '—'
  return list.find(entry => entry.id === wanted)?.title ?? wanted
}
