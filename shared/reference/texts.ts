/** Ready texts: what the office writes most often. A person chooses one and may change every word. */
import type { Kind } from '../deadlines/rules.ts'

export type ReadyText = {
  readonly id: string
  readonly label: string
  readonly text: string
  /** Offered first for tickets of these kinds. */
  readonly kinds?: readonly Kind[]
}

/** A message becomes an appeal only there (547-ФЗ; DOMAIN.md §13, trap 1). */
export const officialAppealText: ReadyText = {
  id: 'gosuslugi',
  label: 'Предложить оформить через Госуслуги',
  text: 'Здравствуйте! Чтобы получить официальный ответ в установленный законом срок, направьте, пожалуйста, обращение через Госуслуги («Подать обращение») или на личном приёме. Комментарий в социальной сети обращением по закону не считается, но мы его увидели и взяли на заметку.',
}

/** Words of an answer to the citizen. */
export const replyTexts: readonly ReadyText[] = [
  {
    id: 'thanks',
    label: 'Спасибо за благодарность',
    text: 'Здравствуйте! Спасибо за добрые слова, обязательно передадим их сотрудникам.',
    kinds: ['gratitude'],
  },
  {
    id: 'accepted',
    label: 'Приняли, разбираемся',
    text: 'Здравствуйте! Спасибо, что написали. Передали ответственным, о результате сообщим здесь.',
  },
  {
    id: 'place',
    label: 'Просьба уточнить место',
    text: 'Здравствуйте! Уточните, пожалуйста, населённый пункт и улицу или ориентир: так мы быстрее передадим сообщение ответственным.',
  },
  {
    id: 'proposal',
    label: 'Спасибо за предложение',
    text: 'Здравствуйте! Спасибо за предложение. Передали его в профильный отдел, о решении сообщим здесь.',
    kinds: ['proposal'],
  },
  {
    id: 'refuted',
    label: 'Сведения не подтвердились',
    text: 'Здравствуйте! Мы проверили эти сведения: они не подтвердились. Достоверную информацию публикуем на официальной странице администрации.',
    kinds: ['rumour'],
  },
  officialAppealText,
]

/** Words of a question to the author. */
export const questionTexts: readonly ReadyText[] = [
  {
    id: 'ask_place',
    label: 'Где это?',
    text: 'Здравствуйте! Уточните, пожалуйста, населённый пункт, улицу и дом или ориентир.',
  },
  {
    id: 'ask_when',
    label: 'Когда это началось?',
    text: 'Здравствуйте! Подскажите, пожалуйста, когда это началось и продолжается ли сейчас?',
  },
  {
    id: 'ask_photo',
    label: 'Просьба прислать фото',
    text: 'Здравствуйте! Пришлите, пожалуйста, фотографию: так ответственные поймут, что нужно сделать.',
  },
]

/** The texts for a kind: its own first, those of other kinds not at all. */
export function textsFor(kind: Kind, texts: readonly ReadyText[]): ReadyText[] {
  const own = texts.filter(each => each.kinds?.includes(kind))
  return [...own, ...texts.filter(each => each.kinds === undefined)]
}
