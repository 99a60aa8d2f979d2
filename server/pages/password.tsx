/** A person's own password; who signs in from the extension needs none. */
import type { Context, Hono } from 'hono'
import { readSession } from '../http/session.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { Notice, TextField } from './Field.tsx'
import { readForm } from './form.ts'
import { Page } from './layout.tsx'
import { newPasswordProblem, passwordHelp } from './password-rule.ts'

export function mountPassword(app: Hono, office: Office): void {
  app.get(
    '/password',
    signedIn(office, (context, signed) =>
      show(context, signed, { done: context.req.query('done') === 'yes' }),
    ),
  )
  app.post(
    '/password',
    signedIn(office, async (context, signed) => {
      const form = await readForm(context)
      const [password = ''] = form.all('password')
      const problem = newPasswordProblem(password, form.all('again')[0] ?? '')
      if (problem !== undefined) return show(context, signed, { problem })
      await office.access.setPassword(signed, password, readSession(context))
      return context.redirect('/password?done=yes', 303)
    }),
  )
}

function show(
  context: Context,
  signed: Signed,
  { problem, done = false }: { problem?: string; done?: boolean },
): Response {
  const page = (
    <Page signed={signed} tab="password" title="Мой пароль">
      <section class="sheet stack narrow">
        <h1>Мой пароль</h1>
        <p class="quiet">{signed.person.title}</p>
        {done && (
          <Notice tone="done">
            Пароль задан. Им можно входить на этой странице с любого компьютера. Другие входы под вашей
            должностью закрыты.
          </Notice>
        )}
        {problem && <Notice tone="refused">{problem}</Notice>}
        <form method="post" action="/password" class="stack">
          <TextField
            name="password"
            label="Новый пароль"
            type="password"
            autocomplete="new-password"
            help={passwordHelp}
            required
          />
          <TextField name="again" label="Ещё раз" type="password" autocomplete="new-password" required />
          <button class="main" type="submit">
            Задать пароль
          </button>
        </form>
      </section>
    </Page>
  )
  return answerPage(context, page, problem === undefined ? 200 : 422)
}
