/**
 * Acts in words and keys (PRACTICE, «Words»). A key is a place on the keyboard (`KeyboardEvent.code` is `Key` + the
 * letter), so that it works in either layout. `y` is the step that the state waits for: it is shared by acts that are
 * never offered together, each having a status of its own. Taken by the lists: `j`, `k`, Enter, `?`.
 */
import type { ActType } from '../acts/contract.ts'

type ActWords = {
  /** The button, and the head of the form. */
  readonly title: string
  readonly key: string | null
  /** The button that sends the form, or does the act at once. */
  readonly submit: string
}

export const actWords: Readonly<Record<ActType, ActWords>> = {
  classify: { title: 'Уточнить карточку', key: 'r', submit: 'Сохранить' },
  refuse_block: { title: 'Не наш блок', key: null, submit: 'Не наш блок' },
  assign: { title: 'Поручить', key: 'p', submit: 'Поручить' },
  accept_assignment: { title: 'Принять к исполнению', key: 'y', submit: 'Принять к исполнению' },
  decline_assignment: { title: 'Не наше', key: null, submit: 'Вернуть: не наше' },
  request_date: { title: 'Запросить новый срок', key: null, submit: 'Запросить срок' },
  ask_author: { title: 'Уточнить у автора', key: 'm', submit: 'Вопрос задан' },
  remind_author: { title: 'Напомнили автору', key: null, submit: 'Напомнили автору' },
  record_author_answer: { title: 'Записать ответ автора', key: 'y', submit: 'Записать' },
  await_outside: { title: 'Ждать стороннюю организацию', key: 'o', submit: 'Ждать ответа' },
  record_outside_answer: { title: 'Записать ответ организации', key: 'y', submit: 'Записать' },
  prepare_reply: { title: 'Подготовить ответ', key: 'd', submit: 'Отправить дальше' },
  approve_reply: { title: 'Согласовать', key: 'y', submit: 'Согласовать' },
  return_reply: { title: 'Вернуть на доработку', key: 'b', submit: 'Вернуть' },
  publish: { title: 'Ответить сразу', key: 'a', submit: 'Ответ дан' },
  change_reply_kind: { title: 'Изменить вид ответа', key: null, submit: 'Изменить' },
  mark_impossible: { title: 'Ответить невозможно', key: 'i', submit: 'Записать' },
  reject: { title: 'Не требует ответа', key: 'x', submit: 'Не требует ответа' },
  transfer: { title: 'Передать по компетенции', key: 't', submit: 'Передано' },
  report_promise: { title: 'Доложить об обещании', key: 'y', submit: 'Записать' },
  extend: { title: 'Продлить срок', key: 'e', submit: 'Продлить' },
  put_before_head: { title: 'Вынести на руководителя', key: 'h', submit: 'Вынести' },
  decide_question: { title: 'Принять решение', key: 'q', submit: 'Решить' },
  add_note: { title: 'Заметка', key: 'n', submit: 'Сохранить заметку' },
  rate_completeness: { title: 'Оценить полноту ответа', key: null, submit: 'Оценить' },
  record_satisfaction: { title: 'Автор: решено / не решено', key: 'v', submit: 'Записать' },
  register_appeal: { title: 'Зарегистрировать как обращение', key: null, submit: 'Зарегистрировать' },
  reopen: { title: 'Возобновить', key: 'u', submit: 'Возобновить' },
  close: { title: 'Закрыть', key: 'c', submit: 'Закрыть' },
  declare_problem: { title: 'Общая проблема', key: null, submit: 'Объявить общей проблемой' },
  end_problem: { title: 'Общая проблема устранена', key: null, submit: 'Устранена' },
  merge: { title: 'Присоединить', key: 'l', submit: 'Присоединить' },
  unmerge: { title: 'Отсоединить', key: 'l', submit: 'Отсоединить' },
  reply_joined: { title: 'Ответ присоединённому', key: 'y', submit: 'Записать ответ' },
  split: { title: 'Разделить', key: 's', submit: 'Разделить' },
  undo_split: { title: 'Отменить разделение', key: null, submit: 'Отменить разделение' },
  give_order: { title: 'Поручение Главы', key: 'g', submit: 'Дать поручение' },
  report_order: { title: 'Доложить об исполнении', key: null, submit: 'Доложить' },
  check_fact: { title: 'Факт проверен', key: 'f', submit: 'Записать' },
  tell_emergency: { title: 'Передано в 112/ЕДДС', key: null, submit: 'Записать' },
  set_external: { title: 'Номера в других системах', key: null, submit: 'Сохранить' },
  undo: { title: 'Отменить последнее действие', key: 'z', submit: 'Отменить' },
}
