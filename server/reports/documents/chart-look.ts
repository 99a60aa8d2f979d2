/**
 * How charts look: colours of the one look, told apart in black and white by dashes, markers and hatching as well.
 * Blue and red first: no usual kind of colour-blindness confuses them.
 */
import { readFileSync } from 'node:fs'

const tokens = readFileSync(new URL('../../../shared/look/tokens.css', import.meta.url), 'utf8')

/** A colour of the light look, as it stands first in the file: charts are always drawn on white. */
function token(name: string): string {
  const found = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`).exec(tokens)?.[1]
  if (found === undefined) throw new Error(`shared/look/tokens.css has no colour --${name}`)
  return found
}

export const colours = {
  ink: token('ink'),
  quiet: token('ink-quiet'),
  line: token('line'),
  paper: '#ffffff',
  heat: token('accent'),
}

export const fontFamily = 'DejaVu Sans, Segoe UI, Liberation Sans, sans-serif'

type Dash = 'solid' | 'dashed' | 'dotted' | number[]

/** In the order of the series; `decal` is the hatching of bars, `undefined` a full one. */
export const seriesLooks: readonly {
  colour: string
  dash: Dash
  symbol: string
  decal:
    | { symbol: string; dashArrayX: number[] | number[][]; dashArrayY: number[]; rotation: number }
    | undefined
}[] = [
  { colour: token('accent'), dash: 'solid', symbol: 'circle', decal: undefined },
  {
    colour: token('overdue'),
    dash: 'dashed',
    symbol: 'rect',
    decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4 },
  },
  {
    colour: token('today'),
    dash: 'dotted',
    symbol: 'triangle',
    decal: {
      symbol: 'circle',
      dashArrayX: [
        [6, 6],
        [0, 6, 6, 0],
      ],
      dashArrayY: [6, 0],
      rotation: 0,
    },
  },
  {
    colour: token('done'),
    dash: [10, 3, 2, 3],
    symbol: 'diamond',
    decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  },
  {
    colour: token('running'),
    dash: [14, 5],
    symbol: 'arrow',
    decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 3], rotation: 0 },
  },
]

export function lookOf(series: number) {
  const look = seriesLooks[series % seriesLooks.length]
  if (look === undefined) throw new Error('There are looks for series')
  return look
}

/** Widths of letters in shares of the size: close to DejaVu Sans, the widest of the fonts that a reader may have. */
export function measureText(text: string, font = '12px'): { width: number } {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12)
  const bold = /bold|[6-9]00/.test(font) ? 1.1 : 1
  let width = 0
  for (const letter of text) width += letterWidth(letter)
  return { width: width * size * bold }
}

function letterWidth(letter: string): number {
  if (/[\s.,:;!|'()ijltfI-]/u.test(letter)) return 0.36
  if (/[шщжюыфмШЩЖЮЫФМWMmw%@—]/u.test(letter)) return 0.92
  if (/\p{Lu}/u.test(letter)) return 0.72
  return 0.63
}
