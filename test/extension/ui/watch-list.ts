import type { Page } from 'puppeteer'

/** Two places: one that was looked at this morning, one that nobody looked at for days. */
export const withList = (page: Page) =>
  page.evaluate(() => {
    const { session } = window.bridge.state
    if (session.state !== 'ready') return
    const entry = (id: string, title: string, since: string) => ({
      id,
      channel: 'vk' as const,
      title,
      url: `https://vk.com/${id}`,
      key: `vk:${id}`,
      settlementId: null,
      responsiblePersonId: null,
      every: { unit: 'days' as const, count: 1 },
      since,
    })
    const watchList = [
      entry('fresh', 'Чат Тимерсян', '2026-11-25'),
      entry('late', 'Подслушано Нагаткино', '2026-11-20'),
    ]
    window.bridge.change({ session: { ...session, settings: { ...session.settings, watchList } } })
  })
