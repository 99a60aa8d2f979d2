/** A file as it leaves the house: shown or saved, never run, and only under the type that its bytes have. */

import type { FoundFile } from './files.ts'
import { fileKinds } from './kind.ts'

/** `undefined`: no such file, or not this reader's. */
export function fileResponse(found: FoundFile | undefined): Response {
  if (found === undefined) return plain(404, 'Такого файла нет, или он не у вас.')
  if (found.outcome === 'not-uploaded')
    return plain(409, 'Файл ещё не загружен: он придёт с компьютера, на котором его приложили.')
  if (found.outcome === 'lost')
    return plain(
      410,
      'Файл был на сервере и пропал с диска. Сообщите администратору: его вернёт последняя целая копия.',
    )
  const { bytes, mime, name } = found
  const ascii = `file.${fileKinds[mime].extension}`
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mime,
      'content-length': String(bytes.byteLength),
      'content-disposition': `inline; filename="${ascii}"; filename*=UTF-8''${encodeName(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    },
  })
}

function plain(status: number, words: string): Response {
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

/** RFC 5987: what encodeURIComponent leaves of the characters that mean something in a header. */
function encodeName(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '')).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
