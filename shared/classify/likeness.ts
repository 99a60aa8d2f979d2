import { tokenize } from './tokens.ts'

/** What is kept of a text for comparing it with many others: stems, and pairs of stems that stand together. */
export type Fingerprint = { readonly stems: ReadonlySet<string>; readonly pairs: ReadonlySet<string> }

/** Tokens of a text that are compared; the beginning of a longer one is enough to recognise it. */
const comparedTokens = 400
/** Cutting a word here drops most Russian endings: «отключили», «отключение» → «отключ». */
const stemLength = 6

const common = new Set(
  (
    'а без был была были было в вам вас во вот вы да даже для до его ее если есть еще же за здравствуйте и из или им ' +
    'их к как ко когда кто ли мне мы на над нам нас не но ну о об он она они от очень по под пожалуйста при про с ' +
    'со так там то тоже только ты у уже уважаемые что чтобы это этот я добрый день подскажите'
  ).split(' '),
)

export function fingerprint(text: string): Fingerprint {
  const stems = new Set<string>()
  const pairs = new Set<string>()
  let previous = ''
  for (const { word } of tokenize(text.slice(0, comparedTokens * 20)).slice(0, comparedTokens)) {
    if (common.has(word)) continue
    const stem = word.slice(0, stemLength)
    stems.add(stem)
    if (previous !== '') pairs.add(`${previous} ${stem}`)
    previous = stem
  }
  return { stems, pairs }
}

/** How alike two fingerprints are, 0..1: half by words, half by word order. Symmetric. */
export function likenessOf(a: Fingerprint, b: Fingerprint): number {
  const words = dice(a.stems, b.stems)
  return a.pairs.size === 0 && b.pairs.size === 0 ? words : (words + dice(a.pairs, b.pairs)) / 2
}

/** How alike two texts are, 0..1. For one text against many, make the fingerprints once and use `likenessOf`. */
export function likeness(a: string, b: string): number {
  return likenessOf(fingerprint(a), fingerprint(b))
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const item of small) if (large.has(item)) shared++
  return (2 * shared) / (a.size + b.size)
}
