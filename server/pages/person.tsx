/** One person: post, roles, invitation, devices; leaving. */
import type { Context, Hono } from 'hono'
import { formatDateTime } from '../../shared/deadlines/words.ts'
import { isGuarded, mayManageGuarded, mayManagePeople } from '../../shared/policy/permissions.ts'
import { roles } from '../../shared/reference/roles.ts'
import type { DeviceRow, Office, PersonDraft, Signed } from '../office.ts'
import { guardedWords, PeopleRefusal } from '../people/desk.ts'
import { answerPage, type SignedHandler, signedIn } from './answer.tsx'
import { forbiddenPage, missingPage } from './errors.tsx'
import { CheckField, Notice } from './Field.tsx'
import { readForm } from './form.ts'
import { Page } from './layout.tsx'
import { PersonFields, readDraft } from './PersonFields.tsx'
import { managersOnlyWords } from './people.tsx'

type Listed = Awaited<ReturnType<Office['people']['list']>>[number]
type Invited = { invitation: string; expiresAt: string }

export function mountPerson(app: Hono, office: Office): void {
  const forManagers = (
    handler: (context: Context, signed: Signed, person: Listed) => Response | Promise<Response>,
  ) => {
    const checked: SignedHandler = async (context, signed) => {
      if (!mayManagePeople(signed.actor)) return forbiddenPage(context, signed, managersOnlyWords)
      const people = await office.people.list()
      const person = people.find(each => each.id === context.req.param('id'))
      return person ? handler(context, signed, person) : missingPage(context)
    }
    return signedIn(office, checked)
  }

  app.get(
    '/people/:id',
    forManagers((context, signed, person) =>
      show(context, signed, person, { done: doneWords(context.req.query('done')) }),
    ),
  )

  app.post(
    '/people/:id',
    forManagers(async (context, signed, person) => {
      const form = await readForm(context)
      const active = form.one('active') === 'yes'
      const { draft, problem } = readDraft(form, signed.settings)
      const refused =
        problem ?? (await refusalOf(office.people.change(signed, person.id, { ...draft, active })))
      if (refused !== undefined) {
        const typed = { ...person, ...draft, active }
        // Roles that this person may not give are not shown as given.
        return show(context, signed, isSeenOnly(signed, typed) ? person : typed, { problem: refused })
      }
      return context.redirect(`/people/${person.id}?done=saved`, 303)
    }),
  )

  app.post(
    '/people/:id/invite',
    forManagers(async (context, signed, person) =>
      // Not a redirect: the string is shown this once and cannot be asked for again. A refusal: refusedPage.
      show(context, signed, person, { invited: await office.people.invite(signed, person.id) }),
    ),
  )

  app.post(
    '/people/:id/devices/:device/revoke',
    forManagers(async (context, signed, person) => {
      const device = person.devices.find(each => each.id === context.req.param('device'))
      if (!device) return missingPage(context)
      await office.people.revokeDevice(signed, device.id)
      return context.redirect(`/people/${person.id}?done=revoked`, 303)
    }),
  )
}

async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof PeopleRefusal) return error.words
    throw error
  }
}

function doneWords(done: string | undefined): string | undefined {
  switch (done) {
    case 'added':
      return 'Сотрудник добавлен. Создайте приглашение, чтобы он подключил расширение.'
    case 'saved':
      return 'Сохранено. На подключённых устройствах изменения появятся при следующем обмене.'
    case 'revoked':
      return 'Доступ устройства закрыт.'
    default:
      return undefined
  }
}

type Shown = { problem?: string | undefined; done?: string | undefined; invited?: Invited }

function show(context: Context, signed: Signed, person: Listed, { problem, done, invited }: Shown): Response {
  const { zone } = signed.settings.deadlines
  const draft: PersonDraft = person
  if (isSeenOnly(signed, person)) return showGuarded(context, signed, person, { problem, done })
  const page = (
    <Page signed={signed} tab="people" title={person.title}>
      <p class="back">
        <a href="/people">← Сотрудники</a>
      </p>
      <h1 class="medium">{person.title || 'Без должности'}</h1>
      {done && <Notice tone="done">{done}</Notice>}
      <div class="stack medium">
        <section class="sheet stack" aria-labelledby="access">
          <h2 id="access">Подключение расширения</h2>
          {invited ? (
            <Invitation invited={invited} zone={zone} />
          ) : (
            <>
              <p>
                Приглашение — одна строка. Сотрудник вставляет её в настройки расширения, и этот компьютер
                подключается к серверу под его должностью. Строка действует один раз.
              </p>
              <form method="post" action={`/people/${person.id}/invite`}>
                <button class="main" type="submit" disabled={!person.active}>
                  Создать приглашение
                </button>
              </form>
            </>
          )}
          <Devices person={person} zone={zone} />
        </section>
        <section class="sheet stack" aria-labelledby="duties">
          <h2 id="duties">Должность и роли</h2>
          {problem && <Notice tone="refused">{problem}</Notice>}
          <form method="post" action={`/people/${person.id}`} class="stack">
            <PersonFields draft={draft} signed={signed} />
            <fieldset class="field">
              <legend>Работает в МЦУ</legend>
              <CheckField name="active" label="Да, доступ открыт" checked={person.active} />
              <p class="help">
                Снимите отметку при увольнении: вход и устройства закроются, история останется.
              </p>
            </fieldset>
            <button class="main" type="submit">
              Сохранить
            </button>
          </form>
        </section>
      </div>
    </Page>
  )
  return answerPage(context, page, problem === undefined ? 200 : 422)
}

function isSeenOnly(signed: Signed, person: Listed): boolean {
  return isGuarded(person.roles) && !mayManageGuarded(signed.actor)
}

/** What the administrator sees of the head of the centre and of the head of the administration. */
function showGuarded(context: Context, signed: Signed, person: Listed, { problem, done }: Shown): Response {
  const page = (
    <Page signed={signed} tab="people" title={person.title}>
      <p class="back">
        <a href="/people">← Сотрудники</a>
      </p>
      <h1 class="medium">{person.title}</h1>
      {done && <Notice tone="done">{done}</Notice>}
      {problem && <Notice tone="refused">{problem}</Notice>}
      <div class="stack medium">
        <section class="sheet stack" aria-labelledby="access">
          <h2 id="access">Подключение расширения</h2>
          <Devices person={person} zone={signed.settings.deadlines.zone} />
        </section>
        <section class="sheet stack" aria-labelledby="duties">
          <h2 id="duties">Должность и роли</h2>
          <p>{person.roles.map(role => roles[role]).join(', ')}</p>
          <Notice tone="told">{guardedWords}</Notice>
        </section>
      </div>
    </Page>
  )
  return answerPage(context, page, problem === undefined ? 200 : 422)
}

function Invitation({ invited, zone }: { invited: Invited; zone: string }) {
  return (
    <div class="stack">
      <Notice tone="warned">Скопируйте строку сейчас: больше она показана не будет.</Notice>
      <div class="field">
        <label for="invitation">{`Приглашение, действует до ${formatDateTime(invited.expiresAt, zone)}`}</label>
        <textarea id="invitation" class="code" rows={4} readOnly spellcheck={false}>
          {invited.invitation}
        </textarea>
      </div>
      <ol class="steps">
        <li>Передайте строку сотруднику лично или через внутреннюю почту, не в открытом чате.</li>
        <li>Сотрудник открывает расширение «Пульт МЦУ» → «Настройки» → «Подключить» и вставляет строку.</li>
        <li>Расширение покажет его должность, и устройство появится в списке ниже.</li>
      </ol>
    </div>
  )
}

function Devices({ person, zone }: { person: Listed; zone: string }) {
  if (person.devices.length === 0) return <p class="quiet">Подключённых устройств ещё нет.</p>
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Устройство</th>
          <th scope="col">Последняя связь</th>
          <th scope="col">
            <span class="unseen">Действие</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {person.devices.map(device => (
          <tr key={device.id}>
            <td>
              {device.title || 'Без названия'}
              <small class="quiet">{`подключено ${formatDateTime(device.createdAt, zone)}`}</small>
            </td>
            <td>{device.lastSeenAt === null ? '—' : formatDateTime(device.lastSeenAt, zone)}</td>
            <td>
              <Revoke device={device} personId={person.id} zone={zone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Revoke({ device, personId, zone }: { device: DeviceRow; personId: string; zone: string }) {
  if (device.revokedAt !== null)
    return <span class="quiet">{`закрыто ${formatDateTime(device.revokedAt, zone)}`}</span>
  return (
    <form method="post" action={`/people/${personId}/devices/${device.id}/revoke`}>
      <button class="link danger" type="submit">
        Закрыть доступ
      </button>
    </form>
  )
}
