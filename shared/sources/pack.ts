/**
 * Selector packs: what an adapter looks for on its site, as data. A site changes; a signed pack from the office's own
 * server repairs its adapter without a new extension. A pack holds selectors and words about them, never code.
 */
import * as z from 'zod'
import type { SelectorSet } from './selector-set.ts'

const selector = z.string().trim().min(1).max(2_000)

/** When the selectors were last known to hold, and where that is known from. */
const evidence = {
  seen: z.string().regex(/^\d{4}-\d{2}$/u, 'год и месяц: 2026-11'),
  evidence: z.string().trim().min(1).max(300),
}

const adapterName = z.string().regex(/^[a-z][a-z-]{1,30}$/u)

export const packSchema = z.strictObject({
  format: z.literal(1),
  adapter: adapterName,
  /** Grows with every pack of the adapter: an older one is never taken for a newer. */
  serial: z.int().min(1).max(1_000_000),
  /** For people: the day, and a number where a day had several. */
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}(?:\.\d{1,3})?$/u, 'день: 2026-11-23 или 2026-11-23.2'),
  /** Named lists, newest first. Which names an adapter needs: those of the pack it was built with. */
  lists: z.record(
    z.string().regex(/^[a-z][A-Za-z]{0,40}$/u),
    z.array(z.strictObject({ selectors: z.array(selector).min(1).max(40), ...evidence })).max(60),
  ),
  text: z
    .array(
      z.strictObject({
        selector,
        collapse: z.boolean().optional(),
        whole: z.boolean().optional(),
        every: z.boolean().optional(),
        noise: selector.optional(),
        ...evidence,
      }),
    )
    .max(60),
  published: z
    .array(
      z.strictObject({
        selectors: z.array(selector).min(1).max(40),
        as: z.enum(['unix', 'machine', 'shown']),
        attribute: z
          .string()
          .regex(/^[a-z][a-z0-9_-]{0,60}$/u)
          .optional(),
        ...evidence,
      }),
    )
    .max(60),
})
export type SelectorPack = z.infer<typeof packSchema>

/** As served: `signature` is Ed25519 (base64) over the UTF-8 bytes of `body`, which is the pack as JSON. */
export const signedPackSchema = z.strictObject({
  body: z.string().min(2).max(200_000),
  signature: z.base64().max(200),
})
export type SignedPack = z.infer<typeof signedPackSchema>

/** What travels to a page: no evidence, no dates. */
export function selectorSetOf(pack: SelectorPack): SelectorSet {
  const lists = Object.entries(pack.lists).map(([name, entries]) => [
    name,
    entries.flatMap(({ selectors }) => selectors),
  ])
  return {
    adapter: pack.adapter,
    serial: pack.serial,
    version: pack.version,
    lists: Object.fromEntries(lists),
    text: pack.text.map(({ seen: _, evidence: __, ...text }) => text),
    published: pack.published.map(({ seen: _, evidence: __, ...date }) => date),
  }
}

/** List names that the adapter needs and the pack lacks: such a pack is refused. Without items nothing is read at all. */
export function lacking(pack: SelectorPack, builtIn: SelectorPack): string[] {
  const names = Object.keys(builtIn.lists).filter(name => !Object.hasOwn(pack.lists, name))
  const hasNoItems = (pack.lists.item ?? []).length === 0 && (builtIn.lists.item ?? []).length > 0
  return hasNoItems && !names.includes('item') ? [...names, 'item'] : names
}

/** Every selector of the pack, once: for whoever tries them before they are published. */
export function selectorsOf(pack: SelectorPack): string[] {
  return [
    ...new Set([
      ...Object.values(pack.lists).flatMap(entries => entries.flatMap(({ selectors }) => selectors)),
      ...pack.text.flatMap(({ selector, noise }) => (noise === undefined ? [selector] : [selector, noise])),
      ...pack.published.flatMap(({ selectors }) => selectors),
    ]),
  ]
}

export const packFaults = ['signature', 'schema', 'unknown-adapter', 'lacking', 'serial'] as const
export type PackFault = (typeof packFaults)[number]

/** Why a pack was not taken, for people. */
export const packFaultWords: Readonly<Record<PackFault, string>> = {
  signature: 'подпись не подходит к ключу, с которым собрано расширение',
  schema: 'файл не того вида, которого ждёт расширение',
  'unknown-adapter': 'таких страниц это расширение не читает',
  lacking: 'в них нет части, без которой страницы не читаются',
  serial: 'они не новее тех, что уже действуют',
}

export type JudgedPack =
  | { outcome: 'fit'; pack: SelectorPack }
  /** `details`: paths of the faults or names of lists, never a selector. */
  | { outcome: 'refused'; fault: PackFault; details: string[] }

/** A pack as text, after its signature was found good. `above`: the highest serial that was in force so far. */
export function judgePack(
  body: string,
  {
    builtIn,
    above,
  }: { builtIn: (adapter: string) => SelectorPack | undefined; above: (adapter: string) => number },
): JudgedPack {
  const parsed = packSchema.safeParse(parsedJson(body))
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.map(String).join('.') || 'файл')
    return refused('schema', [...new Set(paths)].slice(0, 10))
  }
  const pack = parsed.data
  const own = builtIn(pack.adapter)
  if (own === undefined) return refused('unknown-adapter', [pack.adapter])
  const names = lacking(pack, own)
  if (names.length > 0) return refused('lacking', names)
  if (pack.serial <= above(pack.adapter)) return refused('serial', [String(pack.serial)])
  return { outcome: 'fit', pack }
}

function refused(fault: PackFault, details: string[]): JudgedPack {
  return { outcome: 'refused', fault, details }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
