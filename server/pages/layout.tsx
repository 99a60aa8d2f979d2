/** The frame of every page: who is signed in, where one is, what is printed. */
import type { ComponentChildren } from 'preact'
import { mayManagePeople, readScope } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import type { Signed } from '../office.ts'
import { stylesPath } from './static.ts'

type Tab = 'report' | 'queue' | 'people' | 'settings' | 'password'

type FrameProps = { title: string; children: ComponentChildren; wide?: boolean }

/** A page of a signed-in person. */
export function Page({
  signed,
  tab,
  title,
  children,
  wide = false,
}: FrameProps & { signed: Signed; tab?: Tab }) {
  const current = (is: Tab) => (is === tab ? 'page' : undefined)
  const { person, actor, settings } = signed
  return (
    <Document title={title} wide={wide}>
      <header class="top">
        <div class="bar">
          <a class="mark" href="/">
            <span class="product">Пульт МЦУ</span>
            <span class="organisation">{settings.organisation.title}</span>
          </a>
          <div class="person">
            <a href="/password" aria-current={current('password')} title="Сменить свой пароль">
              {person.title}
            </a>
            <form method="post" action="/sign-out">
              <button class="link" type="submit">
                Выйти
              </button>
            </form>
          </div>
        </div>
        <nav class="bar tabs" aria-label="Разделы">
          {readScope(actor).length > 0 && (
            <>
              <a href="/" aria-current={current('report')}>
                <b>Все знаем</b> — сводка
              </a>
              <a href="/tickets" aria-current={current('queue')}>
                <b>Быстро решаем</b> — очередь
              </a>
            </>
          )}
          {mayManagePeople(actor) && (
            <>
              <a class="aside" href="/people" aria-current={current('people')}>
                Сотрудники
              </a>
              <a href="/settings" aria-current={current('settings')}>
                Настройки
              </a>
            </>
          )}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </Document>
  )
}

/** A page before sign-in: one card in the middle. */
export function Doorstep({
  title,
  organisation,
  children,
  wide = false,
}: FrameProps & { organisation?: string | undefined }) {
  return (
    <Document title={title} wide={wide}>
      <main id="main" class={wide ? 'doorstep wide' : 'doorstep'} tabIndex={-1}>
        <p class="mark">
          <span class="product">Пульт МЦУ</span>
          {organisation && <span class="organisation">{organisation}</span>}
        </p>
        <div class="sheet stack">{children}</div>
      </main>
    </Document>
  )
}

function Document({ title, children, wide }: FrameProps) {
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} — Пульт МЦУ`}</title>
        <link rel="stylesheet" href={stylesPath} />
      </head>
      <body class={wide ? 'wide' : undefined}>
        <a class="skip" href="#main">
          К содержанию
        </a>
        {children}
      </body>
    </html>
  )
}

/** The title of a person's post, as history and deadlines name them. */
export function personTitle(signed: Signed, personId: string): string {
  return personId === signed.person.id
    ? `${signed.person.title} (вы)`
    : titleOf(signed.settings.people, personId)
}
