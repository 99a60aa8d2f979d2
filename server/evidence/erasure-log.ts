/**
 * What was erased on demand, as ids only: a file beside the database. A restored copy of an earlier day brings the texts
 * back; what stands here is erased again (DESIGN, point 8). Ids are made of those of commands, so they stand for the same
 * words also where the extensions sent them again.
 */
import { open, readFile } from 'node:fs/promises'
import * as z from 'zod'

const erasureSchema = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  contentIds: z.array(z.string()),
  evidenceIds: z.array(z.string()),
  /** Files that a person chose: their names are among the contents, their bytes are these. */
  fileHashes: z.array(z.string()).default([]),
})
export type Erasure = z.infer<typeof erasureSchema>

export type ErasureLog = {
  /** On the disk when it resolves. */
  add(erasure: Erasure): Promise<void>
  read(): Promise<Erasure[]>
}

export function createErasureLog(path: string): ErasureLog {
  return {
    async add(erasure) {
      const file = await open(path, 'a', 0o600)
      try {
        await file.appendFile(`${JSON.stringify(erasure)}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async read() {
      let text: string
      try {
        text = await readFile(path, 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
        throw error
      }
      return text.split('\n').flatMap(line => {
        const erasure = erasureSchema.safeParse(parsed(line)).data
        // The last line of a write that was cut off: what it told was not erased either.
        return erasure ?? []
      })
    },
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
