/** Looks at a post, «Снимок поста», for the tests of the panel. */
import type { Page } from 'puppeteer'
import type { Ticket } from '../../../shared/ticket/ticket.ts'

export type Look = Ticket['evidence'][number]

export const hash = (letter: string) => letter.repeat(64)
export const picture = {
  sha256: hash('a'),
  size: 90_000,
  mime: 'image/webp' as const,
  width: 600,
  height: 400,
  isFragment: true,
}
export const look: Look = {
  evidenceId: 'first',
  sourceId: 'post',
  takenAt: '2026-11-25T06:00:00.000Z',
  at: '2026-11-25T06:00:00.000Z',
  by: 'operator',
  picture,
  noPicture: null,
  html: { sha256: hash('b'), size: 2_000 },
  noHtml: null,
  text: { sha256: hash('c'), size: 40 },
  isTextCut: false,
  addressContentId: null,
  erasedAt: null,
}

/** The first ticket of the sample gets these looks. */
export async function giveLooks(page: Page, looks: readonly Look[]): Promise<void> {
  await page.evaluate(evidence => {
    const rows = (window.bridge.state.rows ?? []).map(row =>
      row.ticket.id === 't-0' ? { ...row, ticket: { ...row.ticket, evidence: [...evidence] } } : row,
    )
    window.bridge.change({ rows })
  }, looks)
}

export async function unfold(page: Page, title: string): Promise<void> {
  await page.locator(`summary ::-p-text(${title})`).setTimeout(15_000).click()
}
