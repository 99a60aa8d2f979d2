/** Words of «Снимок поста»: why a part of it is not there, what was seen of the post later; and how large a part may be. */

/** Why there is no picture: each is a stated reason, none an error. */
export const noPictureReasons = {
  'tab-not-active': 'вкладка уже не на экране',
  'tab-closed': 'вкладка уже закрыта',
  'page-hidden': 'записи уже не было видно на экране',
  'page-changed': 'страница уже показывала другое',
  'private-chat': 'личная переписка',
  'not-allowed': 'браузер не разрешил снимать эту страницу',
  'too-fast': 'записи шли быстрее, чем браузер снимает',
  'too-large': 'картинка не уместилась в полтора мегабайта',
  'no-room': 'на этом компьютере нет места',
  failed: 'браузер не смог снять страницу',
} as const
export type NoPictureReason = keyof typeof noPictureReasons

export const noHtmlReasons = {
  /** The markup names who wrote it: of a private chat the words alone are kept. */
  'private-chat': 'личная переписка',
  'too-large': 'разметка записи больше 500 КБ',
  'no-room': 'на этом компьютере нет места',
  failed: 'разметку прочитать не удалось',
} as const
export type NoHtmlReason = keyof typeof noHtmlReasons

/** What a later look at the post found. */
export const observedStates = { changed: 'Пост изменён', deleted: 'Пост удалён' } as const
export type ObservedState = keyof typeof observedStates

export const evidenceParts = ['picture', 'html', 'text'] as const
export type EvidencePart = (typeof evidenceParts)[number]

export const evidencePartTitles: Record<EvidencePart, string> = {
  picture: 'картинка',
  html: 'разметка',
  text: 'текст',
}

export const maxPictureBytes = 1.5 * 1024 * 1024
export const maxHtmlBytes = 500 * 1024
/** Of `sourceTextLimit` letters, each of at most three bytes. */
export const maxTextBytes = 600 * 1024

/** What is kept and compared as a post's text: lines without the spaces that a layout adds, no empty lines. */
export function normalisedText(text: string): string {
  return text
    .normalize('NFC')
    .split('\n')
    .map(line => line.replace(/[\s\u200b\ufeff]+/gu, ' ').trim())
    .filter(line => line !== '')
    .join('\n')
}

export function keysOf<Words extends object>(
  words: Words,
): [keyof Words & string, ...(keyof Words & string)[]] {
  const keys = Object.keys(words).filter((key): key is keyof Words & string => key in words)
  const [first, ...rest] = keys
  if (first === undefined) throw new Error('A dictionary without words')
  return [first, ...rest]
}
