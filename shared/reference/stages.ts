/** Stages of a ticket, each with a clock of its own, as people call them. */
export const stageTitles = {
  registration: 'Регистрация',
  redirect: 'Передача по компетенции',
  route: 'Разбор',
  first_reply: 'Первый ответ',
  interim: 'Обещанный ответ',
  final: 'Решение',
} as const
