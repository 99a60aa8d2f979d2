/** The badge: red — overdue and the next act is mine; amber — mine and due today; nothing — quiet (PRACTICE P4). */
import { browser } from 'wxt/browser'
import { ticketLevel } from '../../shared/deadlines/levels.ts'
import { isMine } from '../../shared/policy/holder.ts'
import { plural } from '../../shared/reference/plural.ts'
import { isBeforeHead } from '../../shared/ticket/ticket.ts'
import { type AtHand, findAtHand } from './desk-at-hand.ts'

export type MyCounts = { overdue: number; today: number }

/** What lies before the head undecided counts with the overdue: it waits for this very person. */
export async function countMine({
  desk,
  rules: { settings },
  actor,
  now,
}: Pick<AtHand, 'desk' | 'rules' | 'actor' | 'now'>): Promise<MyCounts> {
  const counts: MyCounts = { overdue: 0, today: 0 }
  await desk.tickets.each(({ view: { ticket } }) => {
    if (!isMine(ticket, actor, settings, now)) return
    const { stages } = ticket
    const level = ticketLevel({ stages, isBeforeHead: isBeforeHead(ticket) }, now, settings.deadlines)
    if (level === 'overdue' || level === 'before_head') counts.overdue += 1
    if (level === 'due_today') counts.today += 1
  })
  return counts
}

export async function showBadge(): Promise<void> {
  const atHand = await findAtHand()
  const { overdue, today } = atHand ? await countMine(atHand) : { overdue: 0, today: 0 }
  const shown = overdue > 0 ? overdue : today
  await browser.action.setBadgeText({ text: shown === 0 ? '' : String(shown) })
  await browser.action.setBadgeBackgroundColor({ color: overdue > 0 ? '#b3261e' : '#8a5a00' })
  await browser.action.setTitle({ title: badgeTitle(overdue, today) })
}

/**
 * What a choice in the menu could not do, where no card can say it: on this tab's badge, until our script runs there again
 * or the next choice succeeds. A tab that has no number gets it on all, until the next round.
 */
export async function showNotRecorded(tabId: number | undefined, title: string): Promise<void> {
  const where = tabId === undefined || tabId < 0 ? {} : { tabId }
  await browser.action.setBadgeText({ ...where, text: notRecorded })
  await browser.action.setTitle({ ...where, title })
}

export async function clearNotRecorded(tabId: number | undefined): Promise<void> {
  if (tabId === undefined || tabId < 0) return showBadge()
  if ((await browser.action.getBadgeText({ tabId })) !== notRecorded) return
  // The badge of all tabs again; a title of its own stays with the tab, so it names no numbers.
  await browser.action.setBadgeText({ tabId, ...noTextOfItsOwn })
  await browser.action.setTitle({ tabId, title: badgeTitle(0, 0) })
}

const notRecorded = '!'
/** `null`, which both browsers take and the types do not know. */
const noTextOfItsOwn: object = { text: null }

function badgeTitle(overdue: number, today: number): string {
  if (overdue > 0) return `Пульт МЦУ: просрочено у вас — ${overdue}`
  if (today > 0)
    return `Пульт МЦУ: сегодня срок у ${today} ${plural(today, ['карточки', 'карточек', 'карточек'])}`
  return 'Пульт МЦУ'
}
