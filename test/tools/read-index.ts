/* Reads the INDEX.tsv beside saved pages: which file is served at which address. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

export type IndexedPage = { file: string; path: string; url: string }

const rowsOf = (tsv: string): Record<string, string>[] => {
  const [head = '', ...lines] = tsv.split(/\r?\n/u).filter(line => line.trim() !== '')
  const columns = head.replace(/^\uFEFF/u, '').split('\t')
  return lines.map(line => {
    const cells = line.split('\t')
    return Object.fromEntries(columns.map((column, at) => [column.trim(), (cells[at] ?? '').trim()]))
  })
}

/** Pages of one folder with an INDEX.tsv, in its order. A row whose file is not there is an error with its name. */
export const readIndex = (folder: string): IndexedPage[] => {
  const index = join(folder, 'INDEX.tsv')
  if (!existsSync(index)) throw new Error(`Нет файла ${index}: нужны столбцы file и served_as_url`)
  return rowsOf(readFileSync(index, 'utf8')).map(({ file, served_as_url: url }) => {
    if (!file || !url) throw new Error(`${index}: в строке нет file или served_as_url`)
    const path = resolve(folder, file)
    if (!existsSync(path)) throw new Error(`${index}: нет файла ${file}`)
    return { file, path, url }
  })
}

/**
 * The page or pages that a command-line argument means. A file's address comes from an INDEX.tsv beside it or in a
 * folder above it, else from `url`.
 */
export const findPages = (target: string, url?: string): IndexedPage[] => {
  const path = resolve(target)
  if (!existsSync(path)) throw new Error(`Нет такого файла или папки: ${target}`)
  if (statSync(path).isDirectory()) return readIndex(path)
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'INDEX.tsv'))) {
      const file = relative(folder, path).split(sep).join('/')
      const found = readIndex(folder).find(page => page.file === file)
      if (found !== undefined) return [url === undefined ? found : { ...found, url }]
    }
    if (folder === dirname(folder)) break
  }
  if (url === undefined) throw new Error(`Адрес страницы ${target} неизвестен: добавьте --url или INDEX.tsv`)
  return [{ file: target, path, url }]
}
