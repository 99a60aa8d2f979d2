/** The badge: red — overdue and the next act is mine; amber — mine and due today; nothing — quiet (PRACTICE P4). */
import { browser } from 'wxt/browser'
import { worstLevel } from '../../shared/deadlines/deadline.ts'
import { isMine } from '../../shared/policy/holder.ts'
import { plural } from '../../shared/reference/plural.ts'
import { type AtHand, findAtHand } from './desk-at-hand.ts'

export type MyCounts = { overdue: number; today: number }

export async function countMine({ desk, rules, now }: AtHand): Promise<MyCounts> {
  const counts: MyCounts = { overdue: 0, today: 0 }
  await desk.tickets.each(({ view }) => {
    if (!isMine(view.ticket, rules.actor, rules.settings, now)) return
    const level = worstLevel(view.ticket.stages, now, rules.settings.deadlines)
    if (level === 'overdue') counts.overdue += 1
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
