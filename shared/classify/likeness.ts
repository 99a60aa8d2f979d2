import { tokenize } from './tokens.ts'

/**
 * What is kept of a text for comparing it with many others: stems, and pairs of stems that stand together. Names of
 * places and numbers of houses apart: of one street people write about water and about potholes.
 */
export type Fingerprint = {
  readonly stems: ReadonlySet<string>
  readonly pairs: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}

/** Tokens of a text that are compared; the beginning of a longer one is enough to recognise it. */
const comparedTokens = 400
/** Cutting a word here drops most Russian endings: «отключили», «отключение» → «отключ». */
const stemLength = 6
/** And these at the end of a short one: «вода», «воды»; «свет», «света». */
const shortEnding = /(?<=..)[аеиоуыэюяйь]+$/u
/** Both name places, and not the same ones: perhaps two outages with the same words. */
const elsewhere = 0.5

const common = new Set(
  (
    'а без был была были было в вам вас во вот вы да даже для до его ее если есть еще же за здравствуйте и из или им ' +
    'их к как ко когда кто ли мне мы на над нам нас не но ну о об он она они от очень по под пожалуйста при про с ' +
    'со так там то тоже только ты у уже уважаемые что чтобы это этот я добрый день подскажите ' +
    // Of every trouble: that something is not there, where, since when, and until when.
    'нет улица улице улицы улицу ул дом дома доме домов д кв село селе села с поселок поселке поселка пос деревня ' +
    'деревне деревни район районе района сутки суток дня дней неделя неделю недели месяц месяца месяцев раз опять снова ' +
    'вчера сегодня завтра вторые второй вторую третий третьи третью ответ ответа ответили будет просим прошу помогите'
  ).split(' '),
)
/** A full stop after these ends no sentence. */
const shortened = new Set(['ул', 'д', 'с', 'п', 'пос', 'пер', 'г'])

export function fingerprint(text: string): Fingerprint {
  const stems = new Set<string>()
  const pairs = new Set<string>()
  const names = new Set<string>()
  let previous = ''
  let before = { word: '', end: 0 }
  for (const token of tokenize(text.slice(0, comparedTokens * 20)).slice(0, comparedTokens)) {
    const { word, start, end } = token
    const begins = before.end === 0 || /[.!?\n]/u.test(text.slice(before.end, start))
    const isName = isNameLike(text.slice(start, end)) && (!begins || shortened.has(before.word))
    before = token
    if (common.has(word)) continue
    const stem = stemOf(word)
    if (isName || /^\d/u.test(word)) {
      names.add(stem)
      continue
    }
    stems.add(stem)
    if (previous !== '') pairs.add(`${previous} ${stem}`)
    previous = stem
  }
  return { stems, pairs, names }
}

/** «Садовой», but not «ВОДЫ НЕТ». */
function isNameLike(written: string): boolean {
  return /^\p{Lu}.*\p{Ll}/u.test(written)
}

function stemOf(word: string): string {
  return word.slice(0, stemLength).replace(shortEnding, '')
}

/** How alike two fingerprints are, 0..1: two thirds by words, one by word order, less where the places differ. Symmetric. */
export function likenessOf(a: Fingerprint, b: Fingerprint): number {
  const words = dice(a.stems, b.stems)
  const isElsewhere = a.names.size > 0 && b.names.size > 0 && dice(a.names, b.names) === 0
  const whole = a.pairs.size === 0 && b.pairs.size === 0 ? words : (2 * words + dice(a.pairs, b.pairs)) / 3
  return isElsewhere ? whole * elsewhere : whole
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
