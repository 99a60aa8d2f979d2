/** The first page of a new server: the organisation and its first person, the head of the centre. */
import type { Context, Hono } from 'hono'
import { blockIds, blocks } from '../../shared/reference/blocks.ts'
import { writeSession } from '../http/session.ts'
import type { Office } from '../office.ts'
import { answerPage, type PageStatus } from './answer.tsx'
import { Notice, SelectField, TextField } from './Field.tsx'
import { readForm } from './form.ts'
import { Doorstep } from './layout.tsx'
import { newPasswordProblem, passwordHelp } from './password-rule.ts'
import { zoneWords } from './words.ts'
import { zones } from './zones.ts'

const defaults = {
  title: '',
  zone: 'Europe/Ulyanovsk',
  personTitle: 'Первый заместитель главы — руководитель МЦУ',
}

export function mountSetup(app: Hono, office: Office): void {
  app.get('/setup', async context => {
    if (!(await office.setup.isNeeded())) return alreadyDone(context)
    const code = context.req.query('code') ?? ''
    if (!office.setup.checkCode(code)) return wrongCode(context)
    return show(office, context, { code, typed: defaults })
  })

  app.post('/setup', async context => {
    if (!(await office.setup.isNeeded())) return alreadyDone(context)
    const form = await readForm(context)
    const code = form.one('code')
    if (!office.setup.checkCode(code)) return wrongCode(context)
    const typed = { title: form.one('title'), zone: form.one('zone'), personTitle: form.one('personTitle') }
    const [password = ''] = form.all('password')
    const problem = problemOf(typed, password, form.all('again')[0] ?? '')
    if (problem !== undefined) return show(office, context, { code, typed, problem })
    const result = await office.setup.create({ code, ...typed, password })
    if (result.outcome === 'failed') return show(office, context, { code, typed, problem: result.words })
    writeSession(context, result.session, office.publicUrl)
    return context.redirect('/people', 303)
  })
}

type TypedSetup = typeof defaults

function problemOf(
  { title, zone, personTitle }: TypedSetup,
  password: string,
  again: string,
): string | undefined {
  if (title === '') return 'Напишите название организации.'
  if (!zones.some(each => each.id === zone)) return 'Выберите часовой пояс из списка.'
  if (personTitle === '') return 'Напишите должность первого сотрудника.'
  return newPasswordProblem(password, again)
}

type Shown = { code: string; typed: TypedSetup; problem?: string }

function show(office: Office, context: Context, { code, typed, problem }: Shown): Response {
  const now = office.now()
  const page = (
    <Doorstep title="Установка" wide>
      <h1>Новая организация</h1>
      <p>
        Сервер запущен, и база пуста. Назовите организацию и первого сотрудника: остальных он добавит сам.
      </p>
      {problem && <Notice tone="refused">{problem}</Notice>}
      <form method="post" action="/setup" class="stack">
        <input type="hidden" name="code" value={code} />
        <TextField
          name="title"
          label="Организация"
          value={typed.title}
          placeholder="Администрация муниципального района"
          maxLength={300}
          required
        />
        <SelectField
          name="zone"
          label="Часовой пояс"
          value={typed.zone}
          choices={zones.map(({ id }) => ({ value: id, title: zoneWords(id, now) }))}
          help="По нему считаются сроки, недели и месяцы."
        />
        <TextField
          name="personTitle"
          label="Должность первого сотрудника (руководитель МЦУ)"
          value={typed.personTitle}
          help="Пульт знает людей по должностям, без фамилий."
          maxLength={300}
          required
        />
        <div class="pair">
          <TextField
            name="password"
            label="Пароль"
            type="password"
            autocomplete="new-password"
            help={passwordHelp}
            required
          />
          <TextField
            name="again"
            label="Пароль ещё раз"
            type="password"
            autocomplete="new-password"
            required
          />
        </div>
        <details>
          <summary>Какие блоки будут созданы</summary>
          <p class="help">
            Десять тем постановления и «не определён» — для того, что ни к одной не относится; за него
            отвечает руководитель МЦУ.
          </p>
          <ol class="blocks-list">
            {blockIds.map(id => (
              <li key={id}>{blocks[id].title}</li>
            ))}
          </ol>
        </details>
        <button class="main" type="submit">
          Создать организацию
        </button>
      </form>
    </Doorstep>
  )
  return answerPage(context, page, problem === undefined ? 200 : 422)
}

function wrongCode(context: Context): Response {
  return tell(
    context,
    403,
    'Ссылка установки не подходит',
    'Она действует один раз и только до перезапуска сервера. Скопируйте целиком последнюю ссылку, которую сервер напечатал при запуске, и откройте её.',
  )
}

function alreadyDone(context: Context): Response {
  return tell(context, 409, 'Организация уже создана', 'Установка выполнена раньше, повторять её не нужно.')
}

function tell(context: Context, status: PageStatus, title: string, words: string): Response {
  return answerPage(
    context,
    <Doorstep title={title}>
      <h1>{title}</h1>
      <p>{words}</p>
      {status === 409 && (
        <p>
          <a href="/sign-in">Войти</a>
        </p>
      )}
    </Doorstep>,
    status,
  )
}
