/** Kinds of tickets (DOMAIN.md §3, PRACTICE P11) and which indicators each enters. */
import { type Kind, kinds } from '../deadlines/rules.ts'

/** Groups of indicators (DOMAIN.md §5): received I1, answered I2, in time I3–I6, rating §7. */
export const indicatorGroups = ['received', 'answered', 'on_time', 'rating'] as const
export type IndicatorGroup = (typeof indicatorGroups)[number]

export const indicatorGroupTitles: Readonly<Record<IndicatorGroup, string>> = {
  received: 'Поступило',
  answered: 'Отвечено',
  on_time: 'В срок и просрочено',
  rating: 'Рейтинг получателей',
}

type KindInfo = {
  readonly title: string
  /** Shown under the choice: when to take this kind. */
  readonly hint: string
  /** Enters these groups of indicators and no others. */
  readonly indicators: readonly IndicatorGroup[]
}

const everything = indicatorGroups

export const kindInfo: Readonly<Record<Kind, KindInfo>> = {
  message: {
    title: 'Сообщение',
    hint: 'О проблеме: пост, комментарий, звонок, ПОС',
    indicators: everything,
  },
  appeal: {
    title: 'Обращение (59-ФЗ)',
    hint: 'Зарегистрировано: есть номер и дата',
    indicators: everything,
  },
  question: {
    title: 'Вопрос',
    hint: 'Просят разъяснить, делать ничего не нужно',
    indicators: everything,
  },
  proposal: {
    title: 'Предложение',
    hint: 'В посте это сообщение, а не предложение по 59-ФЗ',
    indicators: everything,
  },
  rumour: {
    title: 'Слух, недостоверные сведения',
    hint: 'Проверить факт, опровергнуть или подтвердить',
    indicators: ['received', 'answered', 'on_time'],
  },
  info: {
    title: 'К сведению',
    hint: 'Ответа не ждут, срока нет',
    indicators: ['received'],
  },
  gratitude: {
    title: 'Благодарность',
    hint: 'Срока нет, в просроченные не попадает',
    indicators: ['received'],
  },
  info_request: {
    title: 'Запрос информации (8-ФЗ)',
    hint: 'О деятельности органа власти',
    indicators: ['received', 'answered', 'on_time'],
  },
  media_request: {
    title: 'Запрос редакции СМИ',
    hint: 'Ответ за 7 дней',
    indicators: ['received', 'answered', 'on_time'],
  },
  irrelevant: {
    title: 'Не по теме',
    hint: 'Реклама, спам, не относится к району',
    indicators: [],
  },
}

export function entersIndicator(kind: Kind, group: IndicatorGroup): boolean {
  return kindInfo[kind].indicators.includes(group)
}

/** Kinds that enter a group, for queries. */
export function kindsIn(group: IndicatorGroup): Kind[] {
  return kinds.filter(kind => entersIndicator(kind, group))
}

/** Kinds that end without an answer: one click and the ticket leaves the queue. */
export const kindsWithoutAnswer: readonly Kind[] = ['info', 'gratitude', 'irrelevant']

/** What choosing the kind means for the figures, in a sentence. */
export function indicatorsSentence(kind: Kind): string {
  const { indicators } = kindInfo[kind]
  if (indicators.length === 0) return 'Не входит ни в один показатель.'
  return `Входит в показатели: ${indicators.map(group => `«${indicatorGroupTitles[group]}»`).join(', ')}.`
}
