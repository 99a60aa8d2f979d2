/** Files of a posted form: put on the server first, then named by the command. What came once survives a form's faults. */
import type { Context } from 'hono'
import * as z from 'zod'
import type { FileReference } from '../../shared/ticket/commands.ts'
import { type Files, maxFileBytes } from './files.ts'

/** Of one form: what a person takes pictures of on one visit. */
export const mostUploads = 6
/** Of one form with all its files and words. */
export const largestUploadForm = mostUploads * maxFileBytes + 1024 * 1024

const keptSchema = z.object({
  name: z.string().min(1).max(300),
  mime: z.string().max(100),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export type Uploads = {
  /** On the server and named by the form. */
  files: FileReference[]
  /** What is wrong with the others, in words; empty where nothing is. */
  faults: string[]
}

/** Reads `photos` (new files) and `kept` (references of an earlier try, as JSON) of a multipart form. */
export async function takeUploads(context: Context, files: Files, by: string): Promise<Uploads> {
  const body = await context.req.parseBody({ all: true })
  const fresh = [body.photos ?? []].flat().filter(each => each instanceof File && each.size > 0)
  const kept = [body.kept ?? []].flat().flatMap(each => (typeof each === 'string' ? readKept(each) : []))
  const known = await files.known(
    kept.map(each => each.sha256),
    by,
  )
  const taken: Uploads = { files: kept.filter(each => known.has(each.sha256)), faults: [] }
  for (const file of fresh) {
    if (!(file instanceof File)) continue
    const name = nameOf(file.name)
    if (taken.files.length >= mostUploads) {
      taken.faults.push(`Можно приложить не больше ${mostUploads} файлов.`)
      break
    }
    const put = await files.put(new Uint8Array(await file.arrayBuffer()), { by })
    if (put.outcome === 'failed') taken.faults.push(`«${name}»: ${lowered(put.words)}`)
    else if (!taken.files.some(each => each.sha256 === put.file.sha256))
      taken.files.push({ name, ...put.file })
  }
  return taken
}

function readKept(json: string): FileReference[] {
  try {
    const kept = keptSchema.safeParse(JSON.parse(json))
    return kept.success ? [kept.data] : []
  } catch {
    return []
  }
}

/** A name as people read it: no folders, no control or direction characters. */
function nameOf(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const readable = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return (readable === '' ? 'фото' : readable).slice(-200)
}

function lowered(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`
}
