/** What in the settings asks for a person's attention, each with the page that mends it. */
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { lineAt, shiftAt } from '../../../shared/policy/actor.ts'
import { firstInLine } from '../../../shared/policy/line.ts'
import { personKey, recipientKey } from '../../../shared/policy/parties.ts'
import { type Absence, type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { plural } from '../../../shared/reference/plural.ts'

export type Warning = { href: string; words: string }

export function warningsOf(settings: Settings, now: string): Warning[] {
  const { calendar, zone } = settings.deadlines
  const today = localDateOf(now, zone)
  const year = today.slice(0, 4)
  // In the last months of a year most terms reach into the next one.
  const years = today.slice(5) >= '11-01' ? [year, String(Number(year) + 1)] : [year]
  const unsure = years.filter(each => calendar.years[each]?.provisional ?? true)
  const unverified = settings.settlements.filter(each => !each.verified).length
  const elsewhere = settings.subtopics.filter(
    each => each.competence !== 'district' && each.outsideOrganisationId === null,
  ).length
  const alone = withoutSubstitute(settings, now)
  const headless = blocksWithoutHead(settings)
  const unheard = beyondComplaint(settings, now)
  const found: (Warning | false)[] = [
    ...unsure.map(each => ({
      href: `/settings/calendar?year=${each}`,
      words: calendar.years[each]
        ? `Календарь ${each} года предварительный: внесите переносы Правительства и утвердите год.`
        : `${each} года нет в календаре: сроки считаются по дням недели. Добавьте год.`,
    })),
    alone.length > 0 && {
      href: '/settings/absences',
      words: `Отсутствует без замещающего: ${alone.map(each => titleOf(settings.people, each.absentId)).join(', ')}.`,
    },
    unheard.length > 0 && {
      href: '/people',
      words: `Жалобу рассмотреть некому, если она на: ${unheard.join(', ')}. Дайте роль руководителя МЦУ или Главы администрации тому, кто их не замещает.`,
    },
    unheard.length === 0 &&
      !hasDecider(settings) && {
        href: '/people',
        words:
          'Нет ни руководителя МЦУ, ни Главы администрации: жалобы и неразобранное решает первый из остальных сотрудников. Дайте кому-нибудь одну из этих ролей.',
      },
    headless.length > 0 && {
      href: '/people',
      words: `${plural(headless.length, ['Блок', 'Блоки', 'Блоки'])} без руководителя: ${headless.map(block => blocks[block].short).join(', ')}. Пока ими занимается руководитель МЦУ.`,
    },
    settings.officialAccounts.length === 0 && {
      href: '/settings/accounts',
      words: 'Нет ни одного официального аккаунта: расширение не узнает ответы администрации.',
    },
    settings.recipients.length === 0 && {
      href: '/settings/recipients',
      words: 'Нет ни одного ответственного получателя: поручать некому.',
    },
    shiftAt(settings, now) === undefined && {
      href: '/settings/duty',
      words: 'Сейчас никто не дежурит.',
    },
    elsewhere > 0 && {
      href: '/settings/subtopics',
      words: `${counted(elsewhere, ['подтема', 'подтемы', 'подтем'])} вне компетенции района без организации: жителю не скажут, кто отвечает.`,
    },
    unverified > 0 && {
      href: '/settings/settlements',
      words: `${counted(unverified, ['название', 'названия', 'названий'])} населённых пунктов не проверено.`,
    },
  ]
  return found.filter(each => each !== false)
}

/** Absences of today or later that nobody stands in for. */
export function withoutSubstitute({ absences, deadlines, people }: Settings, now: string): Absence[] {
  const today = localDateOf(now, deadlines.zone)
  const isWorking = (id: string | null) => people.some(person => person.id === id && person.active)
  return absences.filter(
    absence => absence.to >= today && isWorking(absence.absentId) && !isWorking(absence.substituteId),
  )
}

/** Titles of those about whom a complaint could be handled by nobody: everybody is named, or stands in for whom it names. */
export function beyondComplaint(settings: Settings, now: string): string[] {
  const line = lineAt(settings, now)
  const people = settings.people
    .filter(({ active }) => active)
    .map(each => ({ key: personKey(each.id), title: each.title }))
  const recipients = settings.recipients.map(each => ({ key: recipientKey(each.id), title: each.title }))
  return [...people, ...recipients].flatMap(({ key, title }) =>
    firstInLine(line, [key]) === undefined ? [title] : [],
  )
}

function hasDecider({ people }: Settings): boolean {
  return people.some(
    ({ active, roles }) => active && (roles.includes('center_head') || roles.includes('chief')),
  )
}

/** «Не определён» belongs to the head of the centre and needs none. */
export function blocksWithoutHead({ people }: Settings) {
  return blockIds.filter(
    block =>
      block !== 'none' &&
      !people.some(
        person => person.active && person.roles.includes('block_head') && person.blocks.includes(block),
      ),
  )
}

function counted(n: number, forms: readonly [string, string, string]): string {
  return `${n}\u00a0${plural(n, forms)}`
}
