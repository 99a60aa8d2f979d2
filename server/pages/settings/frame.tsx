/** What every page of the settings shares: the way back, what was saved, what somebody else changed meanwhile. */
import type { Context, Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { mayManagePeople } from '../../../shared/policy/permissions.ts'
import type { Office, Signed } from '../../office.ts'
import { type SignedHandler, signedIn } from '../answer.tsx'
import { forbiddenPage } from '../errors.tsx'
import { Notice } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { managersOnlyWords } from '../people.tsx'
import type { Problems } from './typed.ts'
import type { Others } from './versions.ts'

/** Routes of the head of the centre and the administrator; others are told who can give the right. */
export type Door = {
  get(path: string, handler: SignedHandler): void
  post(path: string, handler: SignedHandler): void
}

export function doorOf(app: Hono, office: Office): Door {
  const forManagers = (handler: SignedHandler) =>
    signedIn(office, (context, signed) =>
      mayManagePeople(signed.actor)
        ? handler(context, signed)
        : forbiddenPage(context, signed, managersOnlyWords),
    )
  return {
    get: (path, handler) => void app.get(path, forManagers(handler)),
    post: (path, handler) => void app.post(path, forManagers(handler)),
  }
}

export type Crumb = { href: string; title: string }

export function SettingsPage({
  signed,
  title,
  intro,
  back = { href: '/settings', title: 'Настройки' },
  done,
  wide = false,
  aside,
  children,
}: {
  signed: Signed
  title: string
  intro?: ComponentChildren
  back?: Crumb
  /** What was just saved. */
  done?: ComponentChildren
  wide?: boolean
  /** Beside the title: the main act of the page. */
  aside?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <Page signed={signed} tab="settings" title={title} wide={wide}>
      <p class="back">
        <a href={back.href}>← {back.title}</a>
      </p>
      <div class="headline">
        <div>
          <h1>{title}</h1>
          {intro && <p class="quiet intro">{intro}</p>}
        </div>
        {aside}
      </div>
      {done && <Notice tone="done">{done}</Notice>}
      {children}
    </Page>
  )
}

const doneWords: Readonly<Record<string, string>> = {
  yes: 'Сохранено. Расширения получат изменения при следующем обмене.',
  moved: 'Сохранено. Сроки открытых карточек пересчитываются: это занимает до минуты.',
  restored: 'Возвращено.',
}

export function doneOf(context: Context): string | undefined {
  return doneWords[context.req.query('done') ?? '']
}

/** The head of a form: what is wrong with the whole, and what a colleague changed while it was open. */
export function FormHead({
  problems,
  others,
  version,
  zone,
}: {
  problems: Problems
  others?: Others | undefined
  version: number
  zone: string
}) {
  const hasSlips = Object.keys(problems).length > 0
  return (
    <>
      <input type="hidden" name="version" value={version} />
      {others && (
        <Notice tone="warned">
          <p>
            <b>Пока вы правили, это место изменили.</b> {others.by}, {formatDateTime(others.at, zone)}:
          </p>
          <ul class="plain">
            {others.lines.slice(0, 12).map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {others.lines.length > 12 && <p>И ещё изменений: {others.lines.length - 12}.</p>}
          <p>Введённое вами сохранено в форме. Сверьте и нажмите кнопку ещё раз.</p>
        </Notice>
      )}
      {problems.form && <Notice tone="refused">{problems.form}</Notice>}
      {!problems.form && hasSlips && (
        <Notice tone="refused">Не сохранено: исправьте отмеченное ▲ и нажмите кнопку ещё раз.</Notice>
      )}
    </>
  )
}

export function Hidden({ name, value }: { name: string; value: string | number }) {
  return <input type="hidden" name={name} value={value} />
}
