/** What a colleague is doing with a ticket at this moment, for whoever has the same ticket open. */
export const presenceDoings = ['viewing', 'sorting', 'replying'] as const

export type PresenceDoing = (typeof presenceDoings)[number]

const words: Readonly<Record<PresenceDoing, string>> = {
  viewing: 'смотрит карточку',
  sorting: 'разбирает карточку',
  replying: 'готовит ответ',
}

/** «Руководитель блока ЖКХ готовит ответ». */
export function presenceWords(title: string, doing: PresenceDoing): string {
  return `${title} ${words[doing]}`
}

export function isPresenceDoing(doing: unknown): doing is PresenceDoing {
  return presenceDoings.some(each => each === doing)
}
