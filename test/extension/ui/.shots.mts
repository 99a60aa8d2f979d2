import type { Page } from 'puppeteer'
import { startStage } from '/work/main/test/extension/ui/browser.ts'

const stage = await startStage()
const click = (sel: string) => async (page: Page) => {
  await page.locator(sel).click()
}
const seq =
  (...fs: ((p: Page) => Promise<unknown>)[]) =>
  async (p: Page) => {
    for (const f of fs) await f(p)
  }
const openT = (id: string) => (p: Page) =>
  p.evaluate(id => window.bridge.want(id), id).then(() => p.waitForSelector('.ticket h2'))
const all = process.argv.slice(2)
const shots: [string, string, ((p: Page) => Promise<unknown>)?, { width: number; height: number }?][] = [
  [
    'panel-op',
    'view=panel&person=operator',
    async p =>
      p.evaluate(() =>
        window.bridge.change({
          sync: {
            ...window.bridge.state.sync,
            link: 'offline',
            waiting: 3,
            waitingSince: '2026-11-25T10:05:00.000Z',
            clockOffsetMinutes: 12,
          },
          broken: ['vk'],
          refused: [
            {
              commandId: 'c1',
              ticketId: 't-3',
              number: 1004,
              refusal: { code: 'conflict', details: { field: 'block', current: 'roads', wanted: 'zhkh' } },
              refusedAt: '2026-11-25T09:00:00.000Z',
              command: {
                id: 'c1',
                ticketId: 't-3',
                occurredAt: '2026-11-25T09:00:00.000Z',
                baseVersion: 2,
                dependsOn: null,
                type: 'classify',
                data: { changes: { block: { from: 'none', to: 'zhkh' } }, sorted: true },
              },
            },
          ],
        }),
      ),
  ],
  [
    'panel-details',
    'view=panel&person=operator',
    seq(
      async p =>
        p.evaluate(() =>
          window.bridge.change({
            sync: {
              ...window.bridge.state.sync,
              link: 'offline',
              waiting: 3,
              waitingSince: '2026-11-25T10:05:00.000Z',
              clockOffsetMinutes: 12,
            },
            refused: [
              {
                commandId: 'c1',
                ticketId: 't-3',
                number: 1004,
                refusal: { code: 'conflict', details: { field: 'block', current: 'roads', wanted: 'zhkh' } },
                refusedAt: '2026-11-25T09:00:00.000Z',
                command: {
                  id: 'c1',
                  ticketId: 't-3',
                  occurredAt: '2026-11-25T09:00:00.000Z',
                  baseVersion: 2,
                  dependsOn: null,
                  type: 'classify',
                  data: { changes: { block: { from: 'none', to: 'zhkh' } }, sorted: true },
                },
              },
            ],
          }),
        ),
      click('.sync-button'),
    ),
  ],
  ['ticket-head', 'view=panel&person=zhkh-head', openT('t-0')],
  [
    'ticket-more',
    'view=panel&person=zhkh-head',
    seq(openT('t-5'), click('.more-acts summary'), click('.deadline button')),
  ],
  ['ticket-op', 'view=panel&person=operator', openT('t-2')],
  [
    'sort',
    'view=panel&person=operator',
    seq(openT('t-0'), click('.acts .main')),
    { width: 360, height: 1050 },
  ],
  [
    'publish',
    'view=panel&person=informer',
    seq(openT('t-4'), click('.acts .main')),
    { width: 360, height: 1200 },
  ],
  ['assign', 'view=panel&person=zhkh-head', seq(openT('t-3'), click('.acts-main button:nth-child(2)'))],
  ['answered', 'view=panel&person=zhkh-head', seq(openT('t-7'), click('.history-section summary'))],
  [
    'popup-manual',
    'view=popup&person=zhkh-head',
    seq(click('.ways button:nth-child(3)'), p =>
      p.type('textarea', 'Звонила женщина: в Цильне на Мира 5 прорвало трубу, нет воды, пахнет газом'),
    ),
    { width: 360, height: 900 },
  ],
  [
    'filters',
    'view=panel&person=zhkh-head',
    seq(click('.search-row button'), p => p.select('.filters select', 'roads')),
  ],
  ['keys', 'view=panel&person=zhkh-head', p => p.keyboard.press('?')],
  ['unenrolled', 'view=panel'],
  ['options', 'view=options&person=zhkh-head', undefined, { width: 900, height: 640 }],
  ['options0', 'view=options', undefined, { width: 900, height: 420 }],
  ['wide', 'view=panel&person=zhkh-head', openT('t-0'), { width: 1100, height: 740 }],
  ['loading', 'view=panel&person=operator&rows=loading'],
  ['empty', 'view=panel&person=operator&rows=none'],
]
for (const [name, query, doit, size] of shots)
  for (const scheme of ['light', 'dark'] as const) {
    if (all.length && !all.includes(name)) continue
    const page = await stage.open(query, size)
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ])
    await doit?.(page)
    await page.screenshot({ path: `/tmp/ui-${name}-${scheme}.png` })
    await page.close()
  }
console.log(stage.failures)
await stage.close()
