/** Accessibility by axe-core in a page of a test: what is serious or critical, with the element it is about. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'puppeteer'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type AxeResults = {
  violations: {
    id: string
    impact: string | null
    help: string
    nodes: { html: string; failureSummary?: string }[]
  }[]
}

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<AxeResults> }
  }
}

/** Empty where nothing serious was found; each line says the rule and the first element that breaks it. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(await source)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`,
      )
  })
}
