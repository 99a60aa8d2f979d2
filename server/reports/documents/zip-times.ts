/**
 * The same report gives the same bytes, so that its SHA-256 can be compared: the times of packing are set to one day in
 * the heads of a zip's entries (PKWARE APPNOTE 4.3.7 and 4.3.12). Nothing else of the file changes.
 */

const entryMark = 0x02014b50
const endMark = 0x06054b50
const endHead = 22
/** 1 January 1980, 00:00: the first day that a zip can name. */
const time = 0
const day = 0x21

/** Changes `bytes` in place. Throws on what is no zip with its table of contents at the very end. */
export function withFixedTimes(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.byteLength - endHead
  if (end < 0 || view.getUint32(end, true) !== endMark) throw new Error('The packed file has no end')
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  for (let entry = 0; entry < entries; entry += 1) {
    if (view.getUint32(at, true) !== entryMark) throw new Error('The packed file has no table of contents')
    const local = view.getUint32(at + 42, true)
    for (const head of [local + 10, at + 12]) {
      view.setUint16(head, time, true)
      view.setUint16(head + 2, day, true)
    }
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return bytes
}
