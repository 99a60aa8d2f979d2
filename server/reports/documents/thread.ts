/**
 * Makes files and pictures in a thread of its own: a report takes a second or two, and the office goes on meanwhile.
 * One job at a time, answered by its id. Which thread runs it: ./thread.mjs from the sources, a bundle in dist.
 */
import { parentPort } from 'node:worker_threads'
import type { ReportChart, ReportDocument } from '../../../shared/reports/document.ts'
import type { FlatBook } from './xlsx.ts'

export type Job =
  | { job: 'docx'; report: ReportDocument }
  | { job: 'xlsx'; book: FlatBook }
  | { job: 'pictures'; charts: readonly ReportChart[] }

/** Bytes of a file, or an SVG for each chart in order. */
export type Made = Uint8Array | string[]

export type Asked = Job & { id: number }
export type Answered = { id: number; made: Made } | { id: number; error: string }

parentPort?.on('message', async (asked: Asked) => {
  parentPort?.postMessage(await answer(asked))
})

async function answer(asked: Asked): Promise<Answered> {
  try {
    return { id: asked.id, made: await make(asked) }
  } catch (error) {
    return { id: asked.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Each job loads what it needs: a list as a book knows nothing of charts. */
async function make(asked: Job): Promise<Made> {
  switch (asked.job) {
    case 'docx': {
      const { makeDocx } = await import('./docx.ts')
      return makeDocx(asked.report)
    }
    case 'xlsx': {
      const { makeXlsx } = await import('./xlsx.ts')
      return makeXlsx(asked.book)
    }
    case 'pictures': {
      const { chartSvg } = await import('./chart.ts')
      return asked.charts.map(chart => chartSvg(chart))
    }
    default: {
      const never: never = asked
      return never
    }
  }
}
