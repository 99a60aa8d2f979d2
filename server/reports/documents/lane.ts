/**
 * A thread that makes one thing after another, started when it is first needed and ended when nobody has asked for a
 * while. What takes too long or breaks the thread fails alone: the next job gets a new one.
 */
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Answered, Asked, Job, Made } from './thread.ts'

/** Not made: too long, no memory, or an error inside. The caller tells it in words; nothing of the office has changed. */
export class RenderFailure extends Error {
  override name = 'RenderFailure'
}

export type LaneOptions = {
  /** Milliseconds for one job, the start of the thread included. */
  longest: number
  /** Milliseconds after which an idle thread ends. */
  idle: number
  start?: () => Worker
}

type Waiting = { asked: Asked; resolve(made: Made): void; reject(error: Error): void }

export type Lane = { ask(job: Job): Promise<Made>; close(): Promise<void> }

export function createLane({ longest, idle, start = startThread }: LaneOptions): Lane {
  const waiting: Waiting[] = []
  let current: (Waiting & { timer: NodeJS.Timeout }) | undefined
  let thread: Worker | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let lastId = 0

  function next(): void {
    if (current !== undefined) return
    const job = waiting.shift()
    if (job === undefined) {
      rest()
      return
    }
    clearTimeout(idleTimer)
    const used = thread ?? newThread()
    thread = used
    // A server may stop while its thread rests, never in the middle of a job.
    used.ref()
    const timer = setTimeout(() => {
      drop(used, new RenderFailure(`A ${job.asked.job} was not ready in ${longest} ms`))
    }, longest)
    current = { ...job, timer }
    used.postMessage(job.asked)
  }

  function newThread(): Worker {
    const made = start()
    made.on('message', (answered: Answered) => {
      if (answered.id === current?.asked.id) settle(answered)
    })
    made.on('error', error => drop(made, new RenderFailure(`The thread failed: ${String(error)}`)))
    made.on('exit', code => drop(made, new RenderFailure(`The thread ended with ${code}`)))
    return made
  }

  function settle(answered: Answered): void {
    if (current === undefined) return
    const { timer, resolve, reject } = current
    clearTimeout(timer)
    current = undefined
    if ('made' in answered) resolve(answered.made)
    else reject(new RenderFailure(answered.error))
    next()
  }

  /** The thread is of no use any more; the job that it had fails. */
  function drop(lost: Worker, failure: RenderFailure): void {
    if (thread !== lost) return
    thread = undefined
    void lost.terminate()
    if (current === undefined) return
    clearTimeout(current.timer)
    const { reject } = current
    current = undefined
    reject(failure)
    next()
  }

  function rest(): void {
    thread?.unref()
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => {
      const resting = thread
      thread = undefined
      void resting?.terminate()
    }, idle)
    idleTimer.unref()
  }

  return {
    ask: job =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.push({ asked: { ...job, id: lastId }, resolve, reject })
        next()
      }),
    async close() {
      clearTimeout(idleTimer)
      const open = thread
      thread = undefined
      const failure = new RenderFailure('The server stops')
      const cut = current === undefined ? [...waiting] : [current, ...waiting]
      waiting.length = 0
      if (current !== undefined) clearTimeout(current.timer)
      current = undefined
      for (const { reject } of cut) reject(failure)
      await open?.terminate()
    },
  }
}

/** `filename` is the bundle's in dist, where `url` still names the source (server/commands/build.ts). */
const isBundled = !import.meta.filename.endsWith('.ts')

function startThread(): Worker {
  const file = isBundled
    ? new URL('./documents-thread.js', pathToFileURL(import.meta.filename))
    : new URL('./thread.mjs', import.meta.url)
  return new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: 768 },
    // The thread needs nothing that this process was started with.
    execArgv: [],
    env: {},
  })
}
