/** How long something takes, and how long the process answers nobody meanwhile. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** Milliseconds. */
export type Measured = { runs: number; p50: number; p99: number; longestPause: number }

/** The first run warms up and is not counted. */
export async function measure(runs: number, run: () => Promise<unknown>): Promise<Measured> {
  await run()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const times: number[] = []
  delay.enable()
  for (let at = 0; at < runs; at += 1) {
    const from = performance.now()
    await run()
    times.push(performance.now() - from)
    // A pause is noticed when it is over.
    await new Promise(resolve => setTimeout(resolve, 2))
  }
  delay.disable()
  times.sort((a, b) => a - b)
  return { runs, p50: at(times, 0.5), p99: at(times, 0.99), longestPause: pauseOf(delay) }
}

/** Once, without warming up: what happens once at a start. */
export async function measureOnce(run: () => Promise<unknown>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const from = performance.now()
  await run()
  const took = performance.now() - from
  await new Promise(resolve => setTimeout(resolve, 2))
  delay.disable()
  return { runs: 1, p50: took, p99: took, longestPause: pauseOf(delay) }
}

const pauseOf = (delay: IntervalHistogram) => delay.max / 1e6

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
