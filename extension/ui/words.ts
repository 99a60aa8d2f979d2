/** What panel, popup and options say. Statuses, blocks and refusals have their words in shared/. */
import { refusalWords } from '../../shared/errors.ts'
import type { Actor } from '../../shared/policy/actor.ts'
import { holderOf, holderTitle, insteadOfHead, isHeldBy } from '../../shared/policy/holder.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import {
  authorTypes,
  conflictReasons,
  placeKinds,
  replyErrorReasons,
} from '../../shared/reference/answers.ts'
import { blocks, isBlockId } from '../../shared/reference/blocks.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { kindInfo } from '../../shared/reference/kinds.ts'
import { plural } from '../../shared/reference/plural.ts'
import type { Ticket, TicketView } from '../../shared/ticket/ticket.ts'
import type { SyncState } from './bridge.ts'
import { sinceWords } from './due.ts'

export function numberWords(number: number | null): string {
  return number === null ? '№ после отправки' : `№ ${number}`
}

export function subtopicTitle(ticket: Ticket, settings: Settings): string | null {
  return ticket.subtopic === null ? null : titleOf(settings.subtopics, ticket.subtopic)
}

/** «с. Большое Нагаткино, Садовая», or `null` where nobody said where. */
export function placeWords(ticket: Ticket, place: string | null, settings: Settings): string | null {
  const settlement = ticket.settlement === null ? null : titleOf(settings.settlements, ticket.settlement)
  return [settlement, place].filter(part => part !== null && part !== '').join(', ') || null
}

/** Of a card that left while it was open, as it stood last. */
export function goneWords(ticket: Ticket, settings: Settings): string {
  const topic = [blocks[ticket.block].short, subtopicTitle(ticket, settings)].filter(Boolean).join(' · ')
  const which = ticket.number === null ? 'Карточка' : `Карточка ${numberWords(ticket.number)}`
  return `${which} (${topic}) больше не у вас: её передали другому блоку или исполнителю.`
}

/** For «сейчас у: …». */
export function holderWords(ticket: Ticket, actor: Actor, settings: Settings, now: string): string {
  const holder = holderOf(ticket, settings, now)
  if (!isHeldBy(holder, actor, settings)) return holderTitle(holder, settings)
  return holder.at === 'stand_in' ? `вас, ${insteadOfHead}` : 'вас'
}

export type SyncWords = {
  /** `refused`: all went, and something came back. */
  tone: 'fine' | 'waiting' | 'stopped' | 'refused'
  /** «на связи · всё отправлено» */
  line: string
  /** What it means and what to do; absent where all is well. */
  advice: string | null
}

/** `refused`: how many acts lie in «не принято». */
export function syncWords(sync: SyncState, refused: number, now: string, zone: string): SyncWords {
  const since = sync.waitingSince === null ? '' : `, с ${sinceWords(sync.waitingSince, now, zone)}`
  const sent = refused === 0 ? 'всё отправлено' : `отправлено, не принято ${refused}`
  const back = refused === 0 ? '' : ` · не принято ${refused}`
  const queue = sync.waiting === 0 ? sent : `ждут ${sync.waiting}${since}${back}`
  const quietTone = refused === 0 ? 'fine' : 'refused'
  const kept = sync.waiting === 0 ? '' : ` ${waitingWords(sync.waiting)} на этом компьютере и не пропадут.`
  switch (sync.link) {
    case 'online':
      return { tone: sync.waiting === 0 ? quietTone : 'waiting', line: `на связи · ${queue}`, advice: null }
    case 'syncing':
      return {
        tone: quietTone,
        line: `на связи · ${sync.waiting === 0 ? sent : `отправляется ${sync.waiting}${back}`}`,
        advice: null,
      }
    case 'offline':
      return {
        tone: 'waiting',
        line: `нет связи · ${queue}`,
        advice: `Сервер не отвечает.${kept} Записывать и разбирать можно и без связи: всё отправится само.`,
      }
    case 'revoked':
      return {
        tone: 'stopped',
        line: `ключ этого компьютера отозван · ${queue}`,
        advice: `Сервер больше не принимает этот компьютер.${kept} Попросите у руководителя МЦУ или администратора новое приглашение и вставьте его в настройках.`,
      }
    case 'client-too-old':
      return {
        tone: 'stopped',
        line: `обновите расширение · ${queue}`,
        advice: `Сервер новее расширения.${kept} Обновите расширение, и обмен продолжится.`,
      }
    case 'server-too-old':
      return {
        tone: 'stopped',
        line: `сервер нужно обновить · ${queue}`,
        advice: `Расширение новее сервера.${kept} Сообщите администратору, что сервер нужно обновить.`,
      }
    case 'server-error':
      return {
        tone: 'waiting',
        line: `сервер отвечает с ошибкой · ${queue}`,
        advice: `На сервере неполадка.${kept} Отправка повторится сама; если не проходит, сообщите администратору.`,
      }
    default: {
      const never: never = sync.link
      return never
    }
  }
}

/** «3 действия сохранены» */
export function waitingWords(count: number): string {
  return `${count} ${plural(count, ['действие сохранено', 'действия сохранены', 'действий сохранено'])}`
}

/** Shown from five minutes; a wrong clock is told, never a reason to refuse. */
export function clockWords(offsetMinutes: number): string | null {
  const minutes = Math.abs(Math.round(offsetMinutes))
  if (minutes < 5) return null
  const amount =
    minutes < 120
      ? `${minutes} ${plural(minutes, ['минуту', 'минуты', 'минут'])}`
      : `${Math.round(minutes / 60)} ${plural(Math.round(minutes / 60), ['час', 'часа', 'часов'])}`
  return `Часы этого компьютера ${offsetMinutes > 0 ? 'спешат' : 'отстают'} на ${amount}. Время действий сервер исправляет сам, но часы лучше поставить верно.`
}

const fieldTitles: Readonly<Record<string, string>> = {
  block: 'Блок',
  subtopic: 'Подтема',
  settlement: 'Населённый пункт',
  place: 'Место',
  placeKind: 'Что известно о месте',
  urgent: 'Срочность',
  kind: 'Вид',
  authorType: 'Автор',
  essence: 'Суть',
  conflict: 'Конфликт',
  replyError: 'Ошибка в ответе',
  complaint: 'Жалоба на должностное лицо',
  repeatOf: 'Повторное к',
  reply: 'Ответ',
  prepared: 'Ответ',
  assignment: 'Поручение',
}

export function fieldTitle(field: string): string {
  return fieldTitles[field] ?? field
}

/** Both values of a conflict: «Блок: сейчас «Дороги», у вас «ЖКХ»». */
export function refusalLines(
  refusal: { code: string; details: Record<string, unknown> },
  settings: Settings,
): { reason: string; conflict: string | null } {
  const reason = refusalWords(refusal)
  if (refusal.code !== 'conflict') return { reason, conflict: null }
  const { field, current, wanted } = refusal.details
  const title = typeof field === 'string' ? fieldTitle(field) : 'Поле'
  if (current === undefined || wanted === undefined) return { reason, conflict: `Изменено поле «${title}».` }
  return {
    reason,
    conflict: `${title}: сейчас «${valueWords(field, current, settings)}», у вас «${valueWords(field, wanted, settings)}».`,
  }
}

/** A value of a field in words, whatever it is. */
export function valueWords(field: unknown, value: unknown, settings: Settings): string {
  if (value === null || value === undefined || value === '') return 'не указано'
  if (typeof value === 'boolean')
    return field === 'urgent' ? (value ? 'срочно' : 'не срочно') : value ? 'да' : 'нет'
  if (typeof value !== 'string') return 'другое значение'
  switch (field) {
    case 'block':
      return isBlockId(value) ? blocks[value].short : value
    case 'subtopic':
      return titleOf(settings.subtopics, value)
    case 'settlement':
      return titleOf(settings.settlements, value)
    case 'kind':
      return wordIn(kindTitles, value)
    case 'authorType':
      return wordIn(authorTypes, value)
    case 'placeKind':
      return wordIn(placeKinds, value)
    case 'conflict':
      return wordIn(conflictReasons, value)
    case 'replyError':
      return wordIn(replyErrorReasons, value)
    default:
      return value
  }
}

const kindTitles = Object.fromEntries(Object.entries(kindInfo).map(([kind, { title }]) => [kind, title]))

function wordIn(list: Readonly<Record<string, string>>, id: string): string {
  return list[id] ?? id
}

const brokenTitles: Partial<Record<ChannelId, string>> = {
  vk: 'Страница ВКонтакте изменилась',
  ok: 'Страница Одноклассников изменилась',
  telegram: 'Страница Телеграма изменилась',
  max: 'Страница MAX изменилась',
  whatsapp: 'Страница WhatsApp изменилась',
  pos: 'Страница ПОС изменилась',
}

export function brokenWords(channel: ChannelId): string {
  const title = brokenTitles[channel] ?? 'Страница изменилась'
  return `${title}: выделите текст и выберите «Записать» в меню правой кнопки; адрес и снимок сохранятся.`
}

/** Whether the server has not yet seen what this row shows: its number and dates may still change. */
export function isPreliminary(row: TicketView & { waiting: number }): boolean {
  return row.waiting > 0 || row.ticket.number === null
}

/** «340 КБ», «2,1 МБ»; never «0 КБ». */
export function sizeWords(bytes: number): string {
  const megabyte = 1024 * 1024
  const [value, unit] =
    bytes < megabyte ? [Math.max(1, Math.round(bytes / 1024)), 'КБ'] : [bytes / megabyte, 'МБ']
  return `${value.toLocaleString('ru-RU', { maximumFractionDigits: 1 })}\u00a0${unit}`
}
