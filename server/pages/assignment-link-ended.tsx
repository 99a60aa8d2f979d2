/** Where the link of an assignment shows no form: it was answered, has ended, or never was. */
import type { ComponentChildren } from 'preact'
import { formatDateTime } from '../../shared/deadlines/words.ts'
import type { OpenedLink } from '../links/links.ts'
import { Notice } from './Field.tsx'
import { Doorstep } from './layout.tsx'

const endedWords = {
  expired: 'Срок ссылки вышел.',
  revoked: 'Ссылку отозвали.',
  moved: 'Поручение больше не у вас: его передали другому, на него уже отвечают или работа закончена.',
} as const

/** Why the link shows nothing more, and whom to ask. Never anything of the ticket. */
export function EndedPage({ opened }: { opened: Exclude<OpenedLink, { outcome: 'open' }> }) {
  switch (opened.outcome) {
    case 'answered':
      return (
        <Plain title="Ответ принят">
          <Notice tone="done">
            Спасибо. Ответ принят {formatDateTime(opened.at, opened.zone)}. Больше ничего делать не нужно.
          </Notice>
          <p>Если ответ понадобится доработать, вам пришлют новую ссылку. Вопросы — {opened.ask}.</p>
        </Plain>
      )
    case 'ended':
      return (
        <Plain title="Ссылка больше не действует">
          <p>{endedWords[opened.why]}</p>
          <p>Новую ссылку даёт: {opened.ask}. Попросите её там, откуда пришло поручение.</p>
        </Plain>
      )
    case 'unknown':
      return (
        <Plain title="Ссылка не подошла">
          <p>
            Такой ссылки нет. Возможно, она скопирована не полностью: откройте её из сообщения, в котором она
            пришла, или попросите прислать ещё раз.
          </p>
        </Plain>
      )
    case 'throttled':
      return (
        <Plain title="Слишком много попыток">
          <p>Подождите 15 минут и откройте ссылку из сообщения, в котором она пришла.</p>
        </Plain>
      )
    default: {
      const never: never = opened
      return never
    }
  }
}

/** The form was larger than six full files: the browser still has it. */
export function TooLargeUploadPage() {
  return (
    <Plain title="Файлы слишком большие">
      <p>
        Ничего не отправлено. Вернитесь назад: написанное осталось в форме. Приложите меньше фото за один раз,
        до 6 файлов по 10 МБ.
      </p>
    </Plain>
  )
}

function Plain({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <Doorstep title={title}>
      <div class="phone stack">
        <h1>{title}</h1>
        {children}
      </div>
    </Doorstep>
  )
}
