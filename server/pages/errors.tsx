/** What went wrong, in words: what happened, what to do, what is safe. Never a stack, never a code alone. */
import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { Signed } from '../office.ts'
import { answerPage, type PageStatus } from './answer.tsx'
import { Doorstep, Page } from './layout.tsx'

type Trouble = { status: PageStatus; title: string; words: ComponentChildren }

const troubles = {
  missing: {
    status: 404,
    title: 'Такой страницы нет',
    words: 'Проверьте адрес. Возможно, он скопирован не полностью.',
  },
  failed: {
    status: 500,
    title: 'На сервере ошибка',
    words:
      'Записанное раньше сохранено. Подождите минуту и повторите. Если ошибка останется, сообщите администратору время и что вы делали: подробности есть в журнале сервера.',
  },
  tooLong: {
    status: 503,
    title: 'Отчёт считается слишком долго',
    words:
      'Сервер считал его две минуты и остановился; карточки не изменились. Вернитесь назад и выберите период короче или один блок, либо повторите позже, когда других отчётов никто не строит.',
  },
  tooLarge: {
    status: 413,
    title: 'Слишком большой текст',
    words:
      'Сервер принимает формы до 1 МБ. Вернитесь назад, сократите текст и отправьте снова: то, что было сохранено раньше, не изменилось.',
  },
  foreignForm: {
    status: 403,
    title: 'Форма пришла с чужой страницы',
    words: 'Ничего не изменено. Откройте нужную страницу пульта сами и повторите действие там.',
  },
} as const satisfies Record<string, Trouble>

function answerTrouble(context: Context, { status, title, words }: Trouble): Response {
  return answerPage(
    context,
    <Doorstep title={title}>
      <h1>{title}</h1>
      <p>{words}</p>
      <p>
        <a href="/">На главную страницу</a>
      </p>
    </Doorstep>,
    status,
  )
}

export const missingPage = (context: Context) => answerTrouble(context, troubles.missing)
export const failedPage = (context: Context) => answerTrouble(context, troubles.failed)
export const tooLongPage = (context: Context) => answerTrouble(context, troubles.tooLong)
export const tooLargePage = (context: Context) => answerTrouble(context, troubles.tooLarge)
export const foreignFormPage = (context: Context) => answerTrouble(context, troubles.foreignForm)

/** A refusal of the people's desk that no form of its own shows. */
export const refusedPage = (context: Context, words: string) =>
  answerTrouble(context, { status: 409, title: 'Не выполнено', words })

/** No permission, and who can give it. */
export function forbiddenPage(context: Context, signed: Signed, what: string): Response {
  const title = 'Нет прав'
  return answerPage(
    context,
    <Page signed={signed} title={title}>
      <section class="sheet stack narrow">
        <h1>{title}</h1>
        <p>{what}</p>
        <p>
          Полномочия назначает руководитель МЦУ или администратор в разделе «Сотрудники». Ваша должность в
          пульте: {signed.person.title}.
        </p>
      </section>
    </Page>,
    403,
  )
}

/** The ticket does not exist, or it is not this person's to see: both look the same from outside. */
export function unseenTicketPage(context: Context, signed: Signed, number: string): Response {
  const title = `Карточки №\u00a0${number} нет среди ваших`
  return answerPage(
    context,
    <Page signed={signed} tab="queue" title={title} stands>
      <section class="sheet stack narrow">
        <h1>{title}</h1>
        <p>
          Её нет, или она передана в другой блок или другому исполнителю. Доступ даёт руководитель МЦУ: он
          назначает блоки и получателей в разделе «Сотрудники».
        </p>
        <p>
          <a href="/tickets">К очереди</a>
        </p>
      </section>
    </Page>,
    404,
  )
}

/** What a person wrote on a ticket that left them meanwhile; nothing of the ticket itself. */
export function keptWordsPage(
  context: Context,
  signed: Signed,
  number: string,
  words: readonly string[],
): Response {
  const title = `Карточка №\u00a0${number} больше не у вас`
  return answerPage(
    context,
    <Page signed={signed} tab="queue" title={title} stands>
      <section class="sheet stack narrow">
        <h1>{title}</h1>
        <p>
          Пока вы писали, её передали в другой блок или другому исполнителю, и ваше действие не выполнено.
          Набранное ниже: скопируйте его, если оно нужно.
        </p>
        {words.map((text, index) => (
          <div class="field" key={text}>
            <label for={`kept-${index}`}>Вы написали</label>
            <textarea id={`kept-${index}`} readOnly rows={Math.min(12, 2 + text.length / 60)}>
              {text}
            </textarea>
          </div>
        ))}
        <p>
          <a href="/tickets">К очереди</a>
        </p>
      </section>
    </Page>,
    409,
  )
}
