/** One event in Russian: what was done, and the words that came with it. */

import { formatDate, formatDateTime } from '../deadlines/words.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import {
  answerWays,
  closeReasons,
  completenessQuestions,
  factResults,
  impossibleReasons,
  joinedReplyWays,
  noticeWays,
  outcomes,
  promiseResults,
  rejectionReasons,
  reopenReasons,
  satisfactionMarks,
  transferWays,
} from '../reference/answers.ts'
import { channels } from '../reference/channels.ts'
import { noPictureReasons, observedStates } from '../reference/evidence.ts'
import { externalSystems } from '../reference/external.ts'
import { plural } from '../reference/plural.ts'
import { replyKindTitles } from '../reference/statuses.ts'
import type { Contents } from './contents.ts'
import { type Fact, linkActorPrefix, type Responsible, systemActorId } from './events.ts'
import { unreachable } from './ticket.ts'

const erased = 'данные удалены'

/** Who did it: the post; «и. о.» with the post whose right was used (PRACTICE P17). */
export function whoDid({ by, behalf }: Pick<Fact, 'by' | 'behalf'>, { people }: Settings): string {
  if (by === systemActorId) return 'Пульт, по правилу'
  if (by.startsWith(linkActorPrefix)) return 'Исполнитель по ссылке'
  const who = titleOf(people, by)
  return behalf === null ? who : `${who}, и.\u00a0о. ${genitive(titleOf(people, behalf))}`
}

const genitives: readonly (readonly [string, string])[] = [
  ['Руководитель', 'руководителя'],
  ['Начальник', 'начальника'],
  ['Заместитель', 'заместителя'],
  ['Заведующий', 'заведующего'],
  ['Главный эколог', 'главного эколога'],
  ['Глава', 'главы'],
  ['Директор', 'директора'],
  ['Специалист', 'специалиста'],
  ['Ответственный', 'ответственного'],
]

/** Posts begin with few words; what follows them is in the genitive already. Any other stands in brackets as it is. */
function genitive(title: string): string {
  const known = genitives.find(([word]) => title === word || title.startsWith(`${word} `))
  return known === undefined ? `(${title})` : `${known[1]}${title.slice(known[0].length)}`
}

export function whatHappened(fact: Fact, settings: Settings): string {
  switch (fact.type) {
    case 'captured':
      return `Сообщение записано: ${channels[fact.data.source.channel]}`
    case 'captured_again':
      return 'То же сообщение записано ещё раз, карточка одна'
    case 'deadlines_set':
      return 'Рассчитаны сроки'
    case 'classified':
      return fact.data.sorted ? 'Блок подтверждён' : 'Карточка уточнена'
    case 'block_refused':
      return 'Не наш блок'
    case 'assigned':
      return 'Поручено'
    case 'assignment_accepted':
      return 'Принято к исполнению'
    case 'assignment_declined':
      return 'Исполнитель: не наше'
    case 'date_requested':
      return `Исполнитель просит новый срок: до ${formatDate(fact.data.date)}`
    case 'author_asked':
      return 'Задан вопрос автору'
    case 'author_reminded':
      return 'Автору напомнили о вопросе'
    case 'author_answered':
      return 'Автор ответил'
    case 'outside_awaited':
      return `Ждём стороннюю организацию до ${formatDate(fact.data.until)}: ${titleOf(settings.outsideOrganisations, fact.data.organisationId)}`
    case 'outside_answered':
      return 'Сторонняя организация ответила'
    case 'reply_prepared':
      return `${preparedTitles[fact.data.to]}: ${kindWord(fact.data.kind)}`
    case 'reply_approved':
      return 'Ответ согласован'
    case 'reply_returned':
      return 'Ответ возвращён на доработку'
    case 'published':
      return `${fact.data.way === 'published' ? 'Ответ опубликован' : 'Ответ дан'}: ${kindWord(fact.data.kind)}${fact.data.unapproved ? ', без согласования' : ''}`
    case 'reply_kind_changed':
      return `Вид ответа изменён: ${kindWord(fact.data.kind)}`
    case 'answer_impossible': {
      const rest = fact.data.closes ? '' : '; сама проблема остаётся в работе'
      return `Ответить невозможно: ${lowered(impossibleReasons[fact.data.reason])}${rest}`
    }
    case 'rejected':
      return `Не требует ответа: ${lowered(rejectionReasons[fact.data.reason])}`
    case 'transferred':
      return `Передано по компетенции: ${titleOf(settings.outsideOrganisations, fact.data.organisationId)}`
    case 'promise_reported':
      return `Обещание: ${lowered(promiseResults[fact.data.result])}`
    case 'extended':
      return `Срок продлён до ${formatDate(fact.data.until)}`
    case 'put_before_head':
      return fact.data.automatic ? escalated(settings) : 'Вынесено на руководителя'
    case 'head_decided':
      return 'Решение руководителя'
    case 'noted':
      return 'Заметка'
    case 'completeness_rated':
      return fact.data.templateOnly
        ? 'Полнота ответа: один шаблон, без сути'
        : `Полнота ответа: ${fact.data.met.length} из 4`
    case 'satisfaction_recorded': {
      const scale = fact.data.scale === null ? '' : `, оценка в ПОС ${fact.data.scale}`
      return `${satisfactionMarks[fact.data.mark]}${scale}`
    }
    case 'reconsidered':
      return 'Требует ответа: вид исправлен'
    case 'registered':
      return `Зарегистрировано как обращение: №\u00a0${fact.data.number} от ${formatDate(fact.data.date)}`
    case 'reopened':
      return `Возобновлено: ${lowered(reopenReasons[fact.data.reason])}`
    case 'closed':
      return `Закрыто: ${lowered(closeReasons[fact.data.reason])}`
    case 'problem_declared':
      return 'Объявлена общая проблема'
    case 'problem_ended':
      return 'Общая проблема устранена'
    case 'merged':
      return fact.data.intoNumber === null
        ? 'Присоединено к другой карточке'
        : `Присоединено к №\u00a0${fact.data.intoNumber}`
    case 'unmerged':
      return 'Отсоединено'
    case 'joined':
      return fact.data.number === null ? 'Присоединена карточка' : `Присоединена №\u00a0${fact.data.number}`
    case 'parted':
      return 'Карточка отсоединена от этой'
    case 'joined_replied':
      return `Ответ автору: ${lowered(joinedReplyWays[fact.data.way])}`
    case 'joined_answered':
      return `Ответ присоединённому: ${lowered(joinedReplyWays[fact.data.way])}`
    case 'split':
      return 'Отделена вторая карточка'
    case 'split_off':
      return 'Отделено от другой карточки'
    case 'split_undone':
      return 'Разделение отменено, карточка не нужна'
    case 'split_returned':
      return 'Разделение отменено'
    case 'order_given':
      return `Поручение Главы до ${formatDate(fact.data.dueOn)}: ${partyTitle(fact.data.to, settings)}`
    case 'order_reported':
      return 'Доложено об исполнении поручения Главы'
    case 'fact_checked':
      return `Факт проверен: ${lowered(factResults[fact.data.result])}`
    case 'emergency_told':
      return `Передано в 112/ЕДДС ${formatDateTime(fact.data.at, settings.deadlines.zone)}`
    case 'external_set': {
      const { system, number, dueOn, stage } = fact.data
      const title = `Данные ${externalSystems[system].title}`
      if (number !== null) return `${title}, №\u00a0${number}`
      return dueOn === null && stage === null ? `${title} убраны` : title
    }
    case 'evidence_attached':
      return 'Снимок поста'
    case 'source_observed':
      return observedStates[fact.data.state]
    case 'erased':
      return 'Данные автора удалены по требованию'
    case 'undone':
      return 'Последнее действие отменено'
    case 'withdrawn':
      return 'Запись отменена'
    default:
      return unreachable(fact)
  }
}

const preparedTitles = {
  draft: 'Сохранён черновик ответа',
  approval: 'Ответ отправлен на согласование',
  publication: 'Подготовлен ответ',
} as const

/** Decree 697-П, 3.3. */
function escalated({ automation: { escalateAfterHours: hours } }: Settings): string {
  return hours === null || hours === 0
    ? 'Вынесено на решение: срок прошёл'
    : `Вынесено на решение: просрочено дольше ${hours}\u00a0${plural(hours, ['рабочего часа', 'рабочих часов', 'рабочих часов'])}`
}

/** What the event says besides its name: field and value. */
export function detailsOf(fact: Fact, settings: Settings): [field: string, value: string][] {
  switch (fact.type) {
    case 'reply_prepared':
    case 'published': {
      const { outcome, promisedDate, responsible } = fact.data
      const ways: [string, string][] =
        fact.type === 'published'
          ? [
              ['Как отвечено', answerWays[fact.data.way]],
              ...(fact.data.answeredAt === null
                ? []
                : [
                    ['Когда ответили', formatDateTime(fact.data.answeredAt, settings.deadlines.zone)] as [
                      string,
                      string,
                    ],
                  ]),
              ...(fact.data.accountId === null
                ? []
                : [
                    ['От имени', titleOf(settings.officialAccounts, fact.data.accountId)] as [string, string],
                  ]),
            ]
          : []
      return [
        ...ways,
        ...(outcome === null ? [] : [['Что сделано', outcomes[outcome]] as [string, string]]),
        ...(promisedDate === null ? [] : [['Обещано до', formatDate(promisedDate)] as [string, string]]),
        ...(responsible === null
          ? []
          : [['Кто отвечает', partyTitle(responsible, settings)] as [string, string]]),
      ]
    }
    case 'transferred':
      return [
        ['Как передано', transferWays[fact.data.way]],
        ['Исходящий', `№\u00a0${fact.data.outgoingNumber} от ${formatDate(fact.data.date)}`],
      ]
    case 'promise_reported':
      return fact.data.date === null ? [] : [['Новая дата', formatDate(fact.data.date)]]
    case 'extended': {
      const { way, date } = fact.data.notice
      return [['Автор предупреждён', `${lowered(noticeWays[way])}, ${formatDate(date)}`]]
    }
    case 'completeness_rated':
      return fact.data.met.map((question): [string, string] => [completenessQuestions[question], 'да'])
    case 'problem_declared': {
      const { since, expectedEnd } = fact.data
      return [
        ...(since === null ? [] : [['С какого дня', formatDate(since)] as [string, string]]),
        ...(expectedEnd === null
          ? []
          : [
              ['Обещают устранить', formatDateTime(expectedEnd, settings.deadlines.zone)] as [string, string],
            ]),
      ]
    }
    case 'evidence_attached': {
      const { picture, noPicture } = fact.data
      if (picture !== null) return [['Картинка', picture.isFragment ? 'виден фрагмент' : 'пост целиком']]
      return [['Картинка', `нет: ${noPictureReasons[noPicture ?? 'failed']}`]]
    }
    default:
      return []
  }
}

/** The words that came with the event: the reason, the note, the reply; `null` where there were none. */
export function wordsWith(fact: Fact, contents: Contents): string | null {
  const named = contentsOf(fact).filter(each => each !== null)
  if (named.length === 0) return null
  return named.map(contentId => shownWords(contents, contentId)).join('\n')
}

/** The words of a content, or that they were erased. */
export function shownWords(contents: Contents, contentId: string): string {
  const body = contents[contentId]
  if (body === undefined || body.kind === 'source' || body.kind === 'file') return erased
  if (body.kind !== 'reply') return body.text
  const spoken = body.spokenBy === null ? '' : `Со слов исполнителя: ${body.spokenBy}`
  return [body.text, body.url ?? '', spoken].filter(part => part !== '').join('\n')
}

function contentsOf(fact: Fact): (string | null)[] {
  switch (fact.type) {
    case 'block_refused':
    case 'assignment_declined':
    case 'date_requested':
    case 'reply_returned':
    case 'reply_kind_changed':
    case 'extended':
      return [fact.data.reasonContentId]
    case 'assigned':
      return [fact.data.noteContentId]
    case 'put_before_head':
      return [fact.data.questionContentId, fact.data.proposalContentId]
    case 'author_asked':
    case 'author_answered':
    case 'outside_awaited':
    case 'outside_answered':
    case 'reply_prepared':
    case 'published':
    case 'answer_impossible':
    case 'rejected':
    case 'transferred':
    case 'promise_reported':
    case 'head_decided':
    case 'noted':
    case 'satisfaction_recorded':
    case 'reopened':
    case 'problem_declared':
    case 'joined_replied':
    case 'order_given':
    case 'order_reported':
    case 'fact_checked':
    case 'emergency_told':
      return [fact.data.contentId]
    case 'split_off':
      return [fact.data.classification.essenceContentId]
    case 'captured':
    case 'captured_again':
    case 'deadlines_set':
    case 'classified':
    case 'assignment_accepted':
    case 'author_reminded':
    case 'reply_approved':
    case 'completeness_rated':
    case 'reconsidered':
    case 'registered':
    case 'closed':
    case 'problem_ended':
    case 'merged':
    case 'unmerged':
    case 'joined':
    case 'parted':
    case 'joined_answered':
    case 'split':
    case 'split_undone':
    case 'split_returned':
    case 'external_set':
    case 'evidence_attached':
    case 'source_observed':
    case 'erased':
    case 'undone':
    case 'withdrawn':
      return []
    default:
      return unreachable(fact)
  }
}

export function partyTitle(who: Responsible, { people, recipients }: Settings): string {
  return who.type === 'person' ? titleOf(people, who.personId) : titleOf(recipients, who.recipientId)
}

function kindWord(kind: keyof typeof replyKindTitles): string {
  return lowered(replyKindTitles[kind])
}

function lowered(title: string): string {
  // «СМИ», «Инцидент Менеджмент» keep their capitals: only a capital before a small letter goes.
  return /^[А-ЯЁ][а-яё ]/u.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title
}
