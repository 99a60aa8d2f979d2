import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { makeDocx } from '../../../../server/reports/documents/docx.ts'
import { createLane, type Lane, RenderFailure } from '../../../../server/reports/documents/lane.ts'
import {
  chartPictures,
  documentDocx,
  documentPictures,
  documentXlsx,
} from '../../../../server/reports/documents/render.ts'
import { bars, heat, report, trend } from './report-for-tests.ts'

describe('files and pictures of a report', () => {
  test('come from a thread as the same bytes that would be made here', async () => {
    const [docx, xlsx] = await Promise.all([documentDocx(report), documentXlsx(report)])
    expect(Buffer.compare(docx, await makeDocx(report))).toBe(0)
    expect(xlsx.byteLength).toBeGreaterThan(5_000)
  })

  test('are images that a page may show, one for each chart but heat maps, which are tables there', async () => {
    const pictures = await documentPictures(report)
    expect([...pictures.keys()]).toEqual([trend.id, bars.id])
    for (const address of pictures.values()) {
      const [head, body = ''] = address.split(',')
      expect(head).toBe('data:image/svg+xml;base64')
      expect(Buffer.from(body, 'base64').toString()).toMatch(/^<svg /)
    }
    expect((await chartPictures([heat])).size).toBe(0)
    expect(await documentPictures(report)).toEqual(pictures)
  })
})

const lanes: Lane[] = []
afterEach(async () => {
  for (const lane of lanes.splice(0)) await lane.close()
})

function laneOf(code: string, longest = 20_000): { lane: Lane; started(): number } {
  let started = 0
  const lane = createLane({
    longest,
    idle: 60_000,
    start: () => {
      started += 1
      return new Worker(code, { eval: true })
    },
  })
  lanes.push(lane)
  return { lane, started: () => started }
}

const job = (charts: number) => ({
  job: 'pictures' as const,
  charts: Array.from({ length: charts }, () => trend),
})
const answering = "const {parentPort} = require('node:worker_threads'); parentPort.on('message', asked => {"

describe('the thread', () => {
  test('does one job after another and answers each its own', async () => {
    const { lane, started } = laneOf(
      `${answering} parentPort.postMessage({ id: asked.id, made: [String(asked.charts.length)] }) })`,
    )
    const made = await Promise.all([lane.ask(job(1)), lane.ask(job(2)), lane.ask(job(3))])
    expect(made).toEqual([['1'], ['2'], ['3']])
    expect(started()).toBe(1)
  })

  test('that hangs is ended, fails its job in time, and the next job gets a new one', async () => {
    const { lane, started } = laneOf(
      `${answering} if (asked.charts.length === 0) for (;;) {} parentPort.postMessage({ id: asked.id, made: [] }) })`,
      3_000,
    )
    const [hung, next] = await Promise.allSettled([lane.ask(job(0)), lane.ask(job(1))])
    expect(hung).toMatchObject({ status: 'rejected', reason: expect.any(RenderFailure) })
    expect(next.status).toBe('fulfilled')
    expect(started()).toBe(2)
  })

  test('that breaks fails its job and no other', async () => {
    const { lane } = laneOf(
      `${answering} if (asked.charts.length === 0) process.exit(1); parentPort.postMessage({ id: asked.id, made: [] }) })`,
    )
    const [broken, next] = await Promise.allSettled([lane.ask(job(0)), lane.ask(job(1))])
    expect(broken).toMatchObject({ status: 'rejected', reason: expect.any(RenderFailure) })
    expect(next.status).toBe('fulfilled')
  })

  test('tells of an error inside as a failure', async () => {
    const { lane } = laneOf(`${answering} parentPort.postMessage({ id: asked.id, error: 'no' }) })`)
    await expect(lane.ask(job(1))).rejects.toThrow(RenderFailure)
  })

  test('that is closed fails what waits for it', async () => {
    const { lane } = laneOf(`${answering} })`)
    const waiting = Promise.allSettled([lane.ask(job(1)), lane.ask(job(2))])
    await lane.close()
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
