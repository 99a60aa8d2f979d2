/** The frame of every page: who is signed in, where one is, what is printed. */
import type { ComponentChildren } from 'preact'
import { isEmptyScope, mayCapture, mayManagePeople, readScope } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import { mayLook } from '../../shared/watch/looks.ts'
import type { Signed } from '../office.ts'
import { hasReports } from '../reports/archive/rights.ts'
import { keepsChannels } from './channel-keepers.ts'
import { type SectionId, Sections } from './Sections.tsx'
import { scriptPath, stylesPath } from './static.ts'

type Tab =
  | 'report'
  | 'reports'
  | 'queue'
  | 'record'
  | 'duty'
  | 'watch'
  | 'channels'
  | 'people'
  | 'settings'
  | 'password'

type FrameProps = { title: string; children: ComponentChildren; wide?: boolean }

type PageProps = FrameProps & {
  signed: Signed
  tab?: Tab
  /** Which page of its tab this is, and where the others keep what narrows it. */
  section?: { current: SectionId; to?: { [Section in SectionId]?: string } }
  /** The ticket that this page is about: it follows its changes and shows who else has it open. */
  ticketId?: string
  /** Where the page is read again, if its own address answers no GET (a form shown again with errors). */
  liveUrl?: string
  /** Says what is said once (a fresh link, words that came back): never replaced by itself. */
  stands?: boolean
}

/** A page of a signed-in person. What its script does and by which attributes: ./client/index.ts. */
export function Page({
  signed,
  tab,
  section,
  title,
  children,
  wide = false,
  ticketId,
  liveUrl,
  stands = false,
}: PageProps) {
  const current = (is: Tab) => (is === tab ? 'page' : undefined)
  const { person, actor, settings } = signed
  return (
    <Document title={title} wide={wide} scripted>
      <header class="top">
        <div class="bar">
          <a class="mark" href="/">
            <span class="product">Пульт МЦУ</span>
            <span class="organisation">{settings.organisation.title}</span>
          </a>
          <p class="live-status" data-live-status="" role="status" hidden />
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
          {!isEmptyScope(readScope(actor, settings)) && (
            <>
              <a href="/" aria-current={current('report')}>
                <b>Все знаем</b>
                <span class="tail"> — сводка</span>
              </a>
              <a href="/tickets" aria-current={current('queue')}>
                <b>Быстро решаем</b>
                <span class="tail"> — очередь</span>
              </a>
              {mayCapture(actor) && (
                <a
                  href="/record"
                  aria-current={current('record')}
                  data-key="w"
                  data-key-title="Записать сообщение"
                >
                  Записать
                </a>
              )}
              {hasReports(actor) && (
                <a href="/reports" aria-current={current('reports')}>
                  Отчёты
                </a>
              )}
              <a href="/duty" aria-current={current('duty')}>
                Дежурство
              </a>
            </>
          )}
          {mayLook(actor) && (
            <a href="/watch" aria-current={current('watch')}>
              Наблюдение
            </a>
          )}
          {keepsChannels(signed) && (
            <a href="/channels" aria-current={current('channels')}>
              Каналы
            </a>
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
        {section && <Sections {...section} />}
      </header>
      <p class="notice overdue unsent" role="alert" hidden>
        Сервер не отвечает. Введённое сохранено на этом компьютере, отправьте ещё раз
      </p>
      <main
        id="main"
        tabIndex={-1}
        data-person-id={person.id}
        data-ticket-id={ticketId}
        data-live-url={liveUrl}
        data-live={!stands && (tab === 'report' || tab === 'queue' || tab === 'duty') ? 'main' : undefined}
      >
        <Reminders reminders={signed.reminders ?? []} />
        {tab !== 'channels' && <ChannelAlarms alarms={signed.alarms ?? []} />}
        {ticketId && <div class="presence" data-presence="" role="status" />}
        {children}
      </main>
    </Document>
  )
}

/** Reports that are due: in words and with the way to them, never by a colour alone. */
function Reminders({ reminders }: { reminders: NonNullable<Signed['reminders']> }) {
  if (reminders.length === 0) return null
  return (
    <section
      class={`notice no-print ${reminders.some(each => each.isOverdue) ? 'overdue' : 'today'}`}
      aria-label="Пора сдать"
    >
      {reminders.map(({ href, words, isOverdue }) => (
        <p key={href}>
          <span aria-hidden="true">{isOverdue ? '▲ ' : '◆ '}</span>
          <a href={href}>{words}</a>
        </p>
      ))}
    </section>
  )
}

/** An adapter reads badly: what to do meanwhile, and where the numbers are. */
function ChannelAlarms({ alarms }: { alarms: NonNullable<Signed['alarms']> }) {
  if (alarms.length === 0) return null
  return (
    <section class="notice overdue" aria-label="Каналы читаются хуже">
      {alarms.map(({ adapter, words }) => (
        <p key={adapter}>{`▲ ${words}`}</p>
      ))}
      <p>
        Пока это не исправлено: выделите текст записи и выберите «Записать» в меню правой кнопки; адрес и
        снимок сохранятся. <a href="/channels">Подробнее в «Каналах»</a>
      </p>
    </section>
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

function Document({ title, children, wide, scripted = false }: FrameProps & { scripted?: boolean }) {
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} — Пульт МЦУ`}</title>
        <link rel="stylesheet" href={stylesPath} />
        {scripted && <script defer src={scriptPath} />}
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
