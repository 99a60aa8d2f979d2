/**
 * What an XLSX would be once unpacked, read from its table of contents before anything is unpacked: a small file must
 * not grow to fill the memory.
 */

const endMark = 0x06054b50
const entryMark = 0x02014b50
const entryHead = 46
const endHead = 22
/** A comment at the end may be this long. */
const longestComment = 0xffff

export type ZipContents = { entries: number; unpackedBytes: number }

/** `undefined`: not a zip, or one that is cut off. */
export function zipContents(bytes: Uint8Array): ZipContents | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === undefined) return undefined
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let unpackedBytes = 0
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + entryHead > view.byteLength || view.getUint32(at, true) !== entryMark) return undefined
    unpackedBytes += view.getUint32(at + 24, true)
    at +=
      entryHead +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
  }
  return { entries, unpackedBytes }
}

function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endHead - longestComment)
  for (let at = view.byteLength - endHead; at >= first; at -= 1) {
    if (view.getUint32(at, true) === endMark) return at
  }
  return undefined
}
