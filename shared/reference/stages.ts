/** Stages of a ticket, each with a clock of its own, as people call them. */
export const stageTitles = {
  registration: 'Регистрация',
  redirect: 'Передача по компетенции',
  route: 'Разбор',
  first_reply: 'Первый ответ',
  fact_check: 'Проверка факта',
  interim: 'Обещанный ответ',
  promise: 'Обещание',
  order: 'Поручение Главы',
  final: 'Решение',
} as const
