/** Sign-in by post and password, or by the one-time link that the extension opens. */
import type { Context, Hono } from 'hono'
import { senderOf } from '../http/sender.ts'
import { clearSession, readSession, writeSession } from '../http/session.ts'
import type { Office } from '../office.ts'
import { answerPage, localPath } from './answer.tsx'
import { type Choice, Notice, SelectField, TextField } from './Field.tsx'
import { readForm } from './form.ts'
import { Doorstep } from './layout.tsx'

export function mountSignIn(app: Hono, office: Office): void {
  app.get('/sign-in', async context => {
    if (await office.setup.isNeeded()) return context.redirect('/setup', 303)
    return show(office, context, { next: localPath(context.req.query('next') ?? '/') })
  })

  app.post('/sign-in', async context => {
    const form = await readForm(context)
    const person = form.one('person')
    const next = localPath(form.one('next'))
    if (person === '') return show(office, context, { next, person, words: 'Выберите свою должность.' })
    // Not trimmed: a password may begin or end with a space.
    const password = form.all('password')[0] ?? ''
    const result = await office.access.signIn(person, password, senderOf(context))
    if (result.outcome === 'failed')
      return show(office, context, { next, person, words: result.words, code: result.code })
    writeSession(context, result.session, office.publicUrl)
    return context.redirect(next, 303)
  })

  app.get('/sign-in/once', async context => {
    const next = localPath(context.req.query('next') ?? '/')
    const result = await office.access.redeemTicket(context.req.query('ticket') ?? '')
    if (result.outcome === 'failed') return show(office, context, { next, words: result.words })
    writeSession(context, result.session, office.publicUrl)
    return context.redirect(next, 303)
  })

  app.post('/sign-out', async context => {
    const session = readSession(context)
    if (session !== undefined) await office.access.signOut(session)
    clearSession(context, office.publicUrl)
    return context.redirect('/sign-in', 303)
  })
}

type Shown = { next: string; person?: string; words?: string; code?: string }

async function show(
  office: Office,
  context: Context,
  { next, person = '', words, code }: Shown,
): Promise<Response> {
  const settings = await office.settings()
  const people = await office.people.list()
  const choices = people
    .filter(each => each.active && each.hasPassword)
    .map(({ id, title }) => ({ value: id, title }))
    .sort((a, b) => a.title.localeCompare(b.title, 'ru'))
  const page = (
    <SignInPage
      organisation={settings?.organisation.title}
      choices={choices}
      next={next}
      person={person}
      words={words}
    />
  )
  return answerPage(context, page, words === undefined ? 200 : code === 'too-many-attempts' ? 429 : 422)
}

type SignInProps = {
  organisation: string | undefined
  choices: readonly Choice[]
  next: string
  person: string
  words: string | undefined
}

function SignInPage({ organisation, choices, next, person, words }: SignInProps) {
  return (
    <Doorstep title="Вход" organisation={organisation}>
      <h1>Вход</h1>
      {words && <Notice tone="refused">{words}</Notice>}
      <form method="post" action="/sign-in" class="stack">
        <input type="hidden" name="next" value={next} />
        <SelectField
          name="person"
          label="Должность"
          value={person}
          choices={[{ value: '', title: 'выберите из списка' }, ...choices]}
          required
        />
        <TextField name="password" label="Пароль" type="password" autocomplete="current-password" required />
        <button class="main" type="submit">
          Войти
        </button>
      </form>
      <p class="help">
        Нет должности в списке или забыт пароль — откройте сводку из расширения «Пульт МЦУ»: кнопка «Открыть
        сводку» входит без пароля. Новый пароль задаётся на странице «Мой пароль» после такого входа.
      </p>
    </Doorstep>
  )
}
