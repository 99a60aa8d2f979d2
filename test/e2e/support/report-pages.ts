/* Reports as a reader meets them on the pages: tables by their captions, numbers that open lists, files to download. */
import type { Seat } from './at-pages.ts'

/** The body of the table whose caption (or first heading, where there is none) holds the words, cell by cell. */
export async function tableRows(seat: Seat, words: string): Promise<string[][]> {
  const rows = await seat.page.$$eval(
    'table',
    (tables, wanted) => {
      const found = tables.find(({ caption, tHead }) =>
        (caption?.innerText ?? tHead?.innerText ?? '').replaceAll('\u00a0', ' ').includes(wanted),
      )
      return (
        found &&
        [...found.tBodies].flatMap(body =>
          [...body.rows].map(row => [...row.cells].map(cell => cell.innerText)),
        )
      )
    },
    words,
  )
  if (rows === undefined)
    throw new Error(`${seat.page.url()} has no table «${words}»:\n${await seat.words()}`)
  return rows.map(cells => cells.map(text => text.replaceAll(/\s+/gu, ' ').trim()))
}

/** The first number of a row. */
export async function countIn(seat: Seat, table: string, row: string): Promise<number> {
  const found = (await tableRows(seat, table)).find(([title]) => title === row)
  if (found === undefined) throw new Error(`The table «${table}» has no row «${row}»`)
  return Number(found[1])
}

/** Presses the link with these words, on the page or within a row of a table, and waits for what it opens. */
export async function followed(seat: Seat, words: string, table?: string, row?: string): Promise<void> {
  const link = await seat.page.evaluateHandle(
    (wanted, caption, title) => {
      const plain = (text: string | undefined) => (text ?? '').replaceAll('\u00a0', ' ').trim()
      const rows = [...document.querySelectorAll('table')]
        .filter(each => caption === undefined || plain(each.caption?.innerText).includes(caption))
        .flatMap(each => [...each.rows])
        .filter(each => title === undefined || plain(each.cells[0]?.innerText) === title)
      const places = caption === undefined ? [document.body] : rows
      return places
        .flatMap(place => [...place.querySelectorAll('a')])
        .find(anchor => plain(anchor.innerText) === wanted)
    },
    words,
    table,
    row,
  )
  const element = link.asElement()
  if (element === null) throw new Error(`${seat.page.url()} has no link «${words}»:\n${await seat.words()}`)
  await Promise.all([
    seat.page.waitForNavigation({ waitUntil: 'domcontentloaded' }),
    seat.page.evaluate(anchor => anchor instanceof HTMLElement && anchor.click(), element),
  ])
}

/** Numbers of the tickets that the open list shows, ascending. */
export async function ticketsListed(seat: Seat): Promise<number[]> {
  const numbers = await seat.page.$$eval('tr[data-row] .row-link', links =>
    links.map(link => Number(link.textContent)),
  )
  return numbers.toSorted((a, b) => a - b)
}

export type Downloaded = { form: string; bytes: Buffer; shownSha256: string }

/** The files that the open page offers first: of the latest report. */
export async function downloaded(seat: Seat): Promise<Downloaded[]> {
  const files = await seat.page.evaluate(async () => {
    const [list] = document.querySelectorAll('.report-files')
    const items = [...(list?.querySelectorAll('li') ?? [])]
    return Promise.all(
      items.map(async item => {
        const address = item.querySelector('a')?.href ?? ''
        const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
        let binary = ''
        for (const byte of bytes) binary += String.fromCharCode(byte)
        return {
          form: address.split('/').at(-1) ?? '',
          base64: btoa(binary),
          sha: item.querySelector('code')?.title ?? '',
        }
      }),
    )
  })
  return files.map(({ form, base64, sha }) => ({
    form,
    bytes: Buffer.from(base64, 'base64'),
    shownSha256: sha,
  }))
}

/** The value of the choice of that title. */
export async function personIn(seat: Seat, select: string, title: string): Promise<string> {
  const value = await seat.page.$eval(
    `select[name="${select}"]`,
    (list, wanted) =>
      list instanceof HTMLSelectElement
        ? [...list.options].find(each => each.text.trim() === wanted)?.value
        : undefined,
    title,
  )
  if (value === undefined) throw new Error(`${seat.page.url()} offers no ${title}`)
  return value
}

/** What stands beside the report where its page is printed, by the first words: nothing should. */
export async function printedBeside(seat: Seat): Promise<string[]> {
  await seat.page.emulateMediaType('print')
  const beside = await seat.page.$$eval('.report-document', ([report]) =>
    [...(report?.parentElement?.children ?? [])]
      .filter(each => each !== report && each.getBoundingClientRect().height > 0)
      .map(each => (each.textContent ?? '').slice(0, 80)),
  )
  await seat.page.emulateMediaType()
  return beside
}
