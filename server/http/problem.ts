/** problem+json (RFC 9457): a code for programs, Russian words for people, and never more than these. */
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem, problemTypes } from '../../shared/sync/wire.ts'

export type ProblemCode = (typeof problemTypes)[number]

const problems: Record<ProblemCode, { status: ContentfulStatusCode; title: string; detail: string }> = {
  'protocol-too-old': {
    status: 426,
    title: 'Расширение устарело',
    detail:
      'Обновите расширение: сервер больше не понимает эту версию. Неотправленное хранится в расширении.',
  },
  'protocol-too-new': {
    status: 400,
    title: 'Сервер устарел',
    detail: 'Обновите сервер: расширение новее, чем он. Неотправленное хранится в расширении.',
  },
  unauthorised: {
    status: 401,
    title: 'Нужно подключение',
    detail: 'Сервер не знает этого устройства. Подключите расширение по приглашению.',
  },
  'device-revoked': {
    status: 401,
    title: 'Доступ устройства закрыт',
    detail: 'Неотправленное хранится в расширении; за новым приглашением обратитесь к руководителю МЦУ.',
  },
  'invitation-invalid': {
    status: 403,
    title: 'Приглашение не подошло',
    detail: 'Скопируйте строку целиком или попросите новую.',
  },
  'invitation-expired': {
    status: 403,
    title: 'Приглашение истекло',
    detail: 'Попросите у руководителя МЦУ новое.',
  },
  'invitation-used': {
    status: 403,
    title: 'Приглашение уже использовано',
    detail: 'Попросите у руководителя МЦУ новое.',
  },
  'body-too-large': {
    status: 413,
    title: 'Слишком большой запрос',
    detail: 'Отправьте меньше за один раз: сервер принимает до 5 мегабайт.',
  },
  'malformed-json': {
    status: 400,
    title: 'Запрос не прочитан',
    detail: 'Тело запроса не похоже на JSON. Обновите расширение.',
  },
  'invalid-request': {
    status: 400,
    title: 'Запрос не понят',
    detail: 'В запросе не те поля, которых ждёт сервер. Обновите расширение.',
  },
  'not-found': {
    status: 404,
    title: 'Не найдено',
    detail: 'Такого адреса или карточки на сервере нет, или она не у вас.',
  },
  forbidden: { status: 403, title: 'Нет полномочий', detail: 'Это действие не входит в ваши полномочия.' },
  'too-many-attempts': {
    status: 429,
    title: 'Слишком много попыток',
    detail: 'Подождите 15 минут и попробуйте снова.',
  },
  'internal-error': {
    status: 500,
    title: 'Ошибка на сервере',
    detail:
      'Попробуйте ещё раз; если повторится, сообщите администратору. Неотправленное хранится в расширении.',
  },
}

/** `detail` replaces the general sentence by one that knows more. */
export function problemResponse(
  code: ProblemCode,
  detail?: string,
  headers: Record<string, string> = {},
): Response {
  const { status, title, detail: general } = problems[code]
  const problem: Problem = { type: 'about:blank', status, code, title, detail: detail ?? general }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  })
}

/** The office speaks of failures in codes of its own; those that are no problem of the wire are a plain «нет». */
export function asProblemCode(code: string, otherwise: ProblemCode): ProblemCode {
  return isProblemCode(code) ? code : otherwise
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code)
}
