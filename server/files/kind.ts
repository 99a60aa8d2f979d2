/** What a file is by its first bytes; its name and the sender's word for it are not asked. */

/** Photos as phones take them, and documents as offices send them. */
export const fileKinds = {
  'image/jpeg': { extension: 'jpg', title: 'JPEG' },
  'image/png': { extension: 'png', title: 'PNG' },
  'image/webp': { extension: 'webp', title: 'WebP' },
  'image/heic': { extension: 'heic', title: 'HEIC' },
  'application/pdf': { extension: 'pdf', title: 'PDF' },
} as const
export type FileKind = keyof typeof fileKinds

/** Brands of the container that iPhones (heic, heix) and other cameras (mif1, msf1) write. */
const heicBrands = new Set(['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'])

/** `undefined` for anything else, a page or a program among it. */
export function kindOf(bytes: Uint8Array): FileKind | undefined {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (bytes[0] === 0x89 && ascii(1, 8) === 'PNG\r\n\u001a\n') return 'image/png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp'
  if (ascii(4, 8) === 'ftyp' && heicBrands.has(ascii(8, 12))) return 'image/heic'
  if (ascii(0, 5) === '%PDF-') return 'application/pdf'
  return undefined
}
