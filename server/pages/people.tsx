/** «Сотрудники»: who works with the product, with which roles, and whether they can get in. */
import type { Context, Hono } from 'hono'
import { formatDate } from '../../shared/deadlines/words.ts'
import { absencesAt } from '../../shared/policy/actor.ts'
import { mayManagePeople } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../shared/reference/blocks.ts'
import { roles } from '../../shared/reference/roles.ts'
import type { Office, Signed } from '../office.ts'
import { PeopleRefusal } from '../people/desk.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { readForm } from './form.ts'
import { Page } from './layout.tsx'
import { emptyDraft, PersonFields, readDraft } from './PersonFields.tsx'
import { counted } from './words.ts'

type Listed = Awaited<ReturnType<Office['people']['list']>>[number]

export const managersOnlyWords = 'Сотрудников, роли и настройки ведут руководитель МЦУ и администратор.'

export function mountPeople(app: Hono, office: Office): void {
  app.get(
    '/people',
    signedIn(office, async (context, signed) => {
      if (!mayManagePeople(signed.actor)) return forbiddenPage(context, signed, managersOnlyWords)
      const page = <PeoplePage signed={signed} people={await office.people.list()} now={office.now()} />
      return answerPage(context, page)
    }),
  )

  app.get(
    '/people/new',
    signedIn(office, (context, signed) => {
      if (!mayManagePeople(signed.actor)) return forbiddenPage(context, signed, managersOnlyWords)
      return showNew(context, signed, emptyDraft)
    }),
  )

  app.post(
    '/people',
    signedIn(office, async (context, signed) => {
      if (!mayManagePeople(signed.actor)) return forbiddenPage(context, signed, managersOnlyWords)
      const { draft, problem } = readDraft(await readForm(context), signed.settings)
      if (problem !== undefined) return showNew(context, signed, draft, problem)
      try {
        const person = await office.people.add(signed, draft)
        return context.redirect(`/people/${person.id}?done=added`, 303)
      } catch (error) {
        if (error instanceof PeopleRefusal) return showNew(context, signed, draft, error.words)
        throw error
      }
    }),
  )
}

function PeoplePage({ signed, people, now }: { signed: Signed; people: Listed[]; now: string }) {
  const sorted = people.toSorted((a, b) => Number(b.active) - Number(a.active))
  return (
    <Page signed={signed} tab="people" title="Сотрудники" wide>
      <div class="headline">
        <div>
          <h1>Сотрудники</h1>
          <p class="quiet">По должностям, без фамилий. Роль решает, что человек видит и может сделать.</p>
        </div>
        <a class="button main" href="/people/new">
          Добавить
        </a>
      </div>
      <section class="sheet flush">
        <table class="people">
          <thead>
            <tr>
              <th scope="col">Должность</th>
              <th scope="col">Роли</th>
              <th scope="col">Блоки и получатели</th>
              <th scope="col">Вход</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(person => (
              <tr key={person.id} class={person.active ? undefined : 'left'}>
                <td>
                  <a href={`/people/${person.id}`}>{person.title}</a>
                  {!person.active && <small class="quiet">не работает</small>}
                  <Away personId={person.id} settings={signed.settings} now={now} />
                </td>
                <td data-label="Роли">
                  {person.roles.map(role => roles[role]).join(', ') || <span class="quiet">—</span>}
                </td>
                <td data-label="Блоки и получатели">
                  {dutyWords(person, signed.settings) || <span class="quiet">—</span>}
                </td>
                <td data-label="Вход">
                  <Access person={person} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Blocks people={people} />
    </Page>
  )
}

function Away({ personId, settings, now }: { personId: string; settings: Settings; now: string }) {
  const absence = absencesAt(settings, now).find(each => each.absentId === personId)
  if (!absence) return null
  const until = `отсутствует до ${formatDate(absence.to)}`
  if (absence.substituteId === null) return <small class="today">◆ {until}, никто не замещает</small>
  return <small class="quiet">{`${until}, замещает ${titleOf(settings.people, absence.substituteId)}`}</small>
}

/** Every theme of the decree and who answers for it. */
function Blocks({ people }: { people: readonly Listed[] }) {
  const headsOf = (block: (typeof blockIds)[number]) =>
    people
      .filter(({ active, roles, blocks }) => active && roles.includes('block_head') && blocks.includes(block))
      .map(person => person.title)
  return (
    <section class="sheet flush">
      <table class="list">
        <caption>Блоки</caption>
        <thead>
          <tr>
            <th scope="col">Блок</th>
            <th scope="col">Руководит</th>
          </tr>
        </thead>
        <tbody>
          {blockIds.map(block => (
            <tr key={block}>
              <th scope="row">{blocks[block].title}</th>
              <td data-label="Руководит">
                {headsOf(block).join(', ') ||
                  (block === 'none' ? (
                    'руководитель МЦУ'
                  ) : (
                    <span class="today">◆ никто, пока руководитель МЦУ</span>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function dutyWords(person: Listed, settings: Settings): string {
  return [
    ...person.blocks.map(block => blocks[block].short),
    ...person.recipientIds.map(id => titleOf(settings.recipients, id)),
  ].join(', ')
}

function Access({ person }: { person: Listed }) {
  const devices = person.devices.filter(device => device.revokedAt === null).length
  const ways = [
    ...(devices > 0 ? [counted(devices, ['устройство', 'устройства', 'устройств'])] : []),
    ...(person.hasPassword ? ['пароль'] : []),
  ]
  if (!person.active) return <span class="quiet">закрыт</span>
  if (ways.length === 0) return <span class="quiet">не подключён</span>
  return <>{ways.join(', ')}</>
}

function showNew(context: Context, signed: Signed, draft: typeof emptyDraft, problem?: string): Response {
  const page = (
    <Page signed={signed} tab="people" title="Новый сотрудник">
      <p class="back">
        <a href="/people">← Сотрудники</a>
      </p>
      <section class="sheet stack medium">
        <h1>Новый сотрудник</h1>
        {problem && <Notice tone="refused">{problem}</Notice>}
        <form method="post" action="/people" class="stack">
          <PersonFields draft={draft} signed={signed} />
          <button class="main" type="submit">
            Добавить и пригласить
          </button>
        </form>
      </section>
    </Page>
  )
  return answerPage(context, page, problem === undefined ? 200 : 422)
}
