/** The rating in Russian: groups, standings, ends, and the sentence under the table. */
import type { RatingGroup, RatingRow } from './rating.ts'
import type { HoldEnd } from './rating-hours.ts'
import type { Correction } from './rating-item.ts'
import type { RatingSettings } from './rating-settings.ts'

const nbsp = '\u00a0'

export const groupTitles: Readonly<Record<RatingGroup, string>> = {
  unit: 'Подразделения администрации',
  settlement: 'Администрации поселений',
  institution: 'Учреждения и муниципальные предприятия',
  outside: 'Сторонние организации',
}

/** In place of a place. */
export const standingTitles: Readonly<Record<RatingRow['standing'], string>> = {
  placed: '—',
  few: 'справочно',
  outside: 'справочно',
  none: 'не рейтингуется',
}

export const endTitles: Readonly<Record<HoldEnd, string>> = {
  open: 'просрочено, ответа нет',
  presented: 'ответ представлен',
  redirected: 'передано по компетенции',
  declined: '«не наше»',
  taken: 'поручено другому',
  dropped: 'закрыто без ответа',
}

export const correctionsWords: Readonly<Record<Correction, string>> = {
  excluded: 'не учитывается',
  in_time: 'считается в срок',
}

/** How it was counted, with the numbers of this very month. */
export function ratingNote(settings: RatingSettings): string {
  const { weights, way, placeFrom, leastTickets, normHours, urgentNormHours, districtMarks } = settings
  const sum = weights.time + weights.completeness + weights.satisfaction
  const share = (weight: number) => `${Math.round((weight / sum) * 100)}${nbsp}%`
  const measure =
    way === 'ranks'
      ? 'Сумма мест по доле в срок, полноте и среднему времени, меньше — лучше. Предел способа: ещё один ответ в срок, но дольше среднего у этого получателя, может опустить его место; в баллах так не бывает.'
      : `R = T (${share(weights.time)}) + Q (${share(weights.completeness)}) + S (${share(weights.satisfaction)}); чего нет, то из весов выпадает. Каждые 10${nbsp}% повторов снимают ${settings.repeatPoints}, не больше ${settings.repeatPoints * 2} баллов.`
  return [
    measure,
    `Норма ${normHours}${nbsp}рабочих часов от «поручено» до «ответ представлен», срочно — ${urgentNormHours}: в норму 1, до двух норм 0,7, до трёх 0,4, позже и просроченное 0; обращение по 59-ФЗ — по своему сроку.`,
    `Время до поручения, на согласовании и до публикации — время центра.`,
    `S сглажена: прибавлено отметок по среднему району — ${districtMarks}.`,
    `Место — от ${placeFrom} карточек, от ${leastTickets} — справочно; сторонние организации — справочно. При равенстве выше тот, у кого карточек больше, затем по алфавиту.`,
  ].join(' ')
}

/** Instead of the rows that the reader may not see; empty where there are none. */
export function hiddenWords(count: number): string {
  return count === 0 ? '' : `ещё ${count}, не в вашем доступе`
}
