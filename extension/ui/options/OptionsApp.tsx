import { titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { roles } from '../../../shared/reference/roles.ts'
import type { Bridge, Session } from '../bridge.ts'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Unexpected } from '../parts/Unexpected.tsx'
import { useBridge } from '../use-bridge.ts'
import { syncWords } from '../words.ts'
import { EnrolForm } from './EnrolForm.tsx'
import { Leave } from './Leave.tsx'
import { Places } from './Places.tsx'

type OptionsAppProps = { bridge: Bridge; version: string; channelsPage?: string }

/** To which server this computer belongs, and as whom. */
export function OptionsApp({ bridge, version, channelsPage }: OptionsAppProps) {
  const { session, sync, refused, now } = useBridge(bridge)
  return (
    <main class="options">
      <h1>Пульт МЦУ: настройки</h1>
      <Unexpected />
      {session.state === 'loading' && <Skeleton lines={4} label="Загружается" />}
      {session.state === 'unenrolled' && (
        <section class="sheet">
          <h2>Подключение к серверу</h2>
          <p>
            Вставьте приглашение целиком: одну строку, которую вам дал руководитель МЦУ или администратор. Она
            действует один раз.
          </p>
          <EnrolForm onEnrol={bridge.enrol} />
        </section>
      )}
      {session.state === 'ready' && (
        <>
          <section class="sheet">
            <h2>Кто вы</h2>
            <Me session={session} />
            {sync !== null && now !== '' && (
              <p class="quiet">
                Обмен: {syncWords(sync, refused.length, now, session.settings.deadlines.zone).line}
              </p>
            )}
          </section>
          {sync?.link === 'revoked' && (
            <section class="sheet">
              <h2>Новое приглашение</h2>
              <p class="notice overdue">
                Ключ этого компьютера отозван. Записанное здесь не пропало: вставьте новое приглашение, и оно
                отправится.
              </p>
              <EnrolForm onEnrol={bridge.enrol} />
            </section>
          )}
          <section class="sheet">
            <h2>Где включено вами</h2>
            <Places bridge={bridge} />
          </section>
          <section class="sheet">
            <h2>Отключить этот компьютер</h2>
            <Leave leave={bridge.leave} exportCommands={bridge.exportCommands} />
          </section>
        </>
      )}
      {channelsPage !== undefined && (
        <p>
          <a href={channelsPage}>Что умеет читать расширение</a>
        </p>
      )}
      <p class="quiet">Версия расширения {version}</p>
    </main>
  )
}

function Me({ session }: { session: Extract<Session, { state: 'ready' }> }) {
  const { me, server, settings } = session
  const lines: [string, string][] = [
    ['Должность', me.title],
    ['Организация', settings.organisation.title],
    ['Сервер', server],
    ['Роли', me.roles.map(role => roles[role]).join(', ') || 'не назначены'],
  ]
  if (me.blocks.length > 0) lines.push(['Блоки', me.blocks.map(block => blocks[block].title).join(', ')])
  if (me.recipientIds.length > 0) {
    lines.push([
      'Ответственный получатель',
      me.recipientIds.map(id => titleOf(settings.recipients, id)).join(', '),
    ])
  }
  return (
    <>
      <dl class="facts">
        {lines.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {session.accessNote !== null && <p class="notice">{session.accessNote}</p>}
      <p class="hint">Роли и блоки назначает руководитель МЦУ.</p>
    </>
  )
}
