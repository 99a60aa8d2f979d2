import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** The clocks of many tickets through a year and a half, with pauses, an extension, a promise and every line of words. */
const program = `
  import { addYear, daysOfMonth } from './calendar-edit.ts'
  import { interimStage, levelOf, promiseStage, stagesFor } from './deadline.ts'
  import { defaultDeadlineSettings as settings } from './defaults.ts'
  import { describeTrace, dueWords, pausedWords } from './words.ts'

  const out: unknown[] = []
  for (let n = 0; n < 120; n++) {
    const ms = Date.UTC(2025, 9, 1) + n * 391_234_567
    const instant = hours => new Date(ms + hours * 3_600_000).toISOString()
    for (const kind of ['message', 'rumour', 'appeal']) {
      const facts = {
        kind, channel: 'vk', urgent: n % 2 === 0, accelerated: false, capturedAt: instant(0),
        publishedAt: null, registeredAt: kind === 'appeal' ? instant(5) : null, interimAt: instant(30),
        pauses: [{ from: instant(7), to: instant(50) }, { from: instant(90), to: n % 3 ? instant(99) : null }],
        extension: n % 5 ? null : { until: instant(1_500).slice(0, 10), grantedAt: instant(200) },
      }
      const stages = [
        ...stagesFor(facts, settings),
        interimStage(instant(1), instant(60).slice(0, 10), settings),
        promiseStage(instant(2), instant(300).slice(0, 10), settings),
      ]
      for (const stage of stages) {
        out.push(stage, describeTrace(stage, settings), levelOf(stage, instant(80), settings))
        out.push(dueWords(stage.dueAt, instant(20), settings.zone), pausedWords(stage, settings.zone))
      }
    }
  }
  const added = addYear(settings.calendar, 2028)
  out.push(added, daysOfMonth(added.calendar, settings.hours, 2028, 2))
  console.log(JSON.stringify(out))
`

test('machines in Greenwich, New York and Kamchatka compute the same to the letter', async () => {
  const resolveDir = fileURLToPath(new URL('../../../shared/deadlines', import.meta.url))
  const folder = await mkdtemp(join(tmpdir(), 'deadlines-'))
  const outfile = join(folder, 'program.mjs')
  const stdin = { contents: program, resolveDir, loader: 'ts' as const }
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node' })
  const runIn = async (zone: string) => {
    const env = { ...process.env, TZ: zone }
    const options = { env, maxBuffer: 64 * 2 ** 20 }
    return (await promisify(execFile)(process.execPath, [outfile], options)).stdout
  }
  try {
    const greenwich = await runIn('UTC')
    expect(greenwich.length).toBeGreaterThan(100_000)
    expect((await runIn('America/New_York')) === greenwich).toBe(true)
    expect((await runIn('Asia/Kamchatka')) === greenwich).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})
