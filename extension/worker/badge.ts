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

function badgeTitle(overdue: number, today: number): string {
  if (overdue > 0) return `Пульт МЦУ: просрочено у вас — ${overdue}`
  if (today > 0)
    return `Пульт МЦУ: сегодня срок у ${today} ${plural(today, ['карточки', 'карточек', 'карточек'])}`
  return 'Пульт МЦУ'
}
