/**
 * The way of every form of the settings: read what was typed → tell what is wrong, or what a colleague changed
 * meanwhile → where clocks would move, show which → save as a new version. The posted fields themselves travel through
 * the preview, and are read and checked again on every step: what is applied is never older than what was checked.
 */
import type { Context } from 'hono'
import type { VNode } from 'preact'
import { settingsSchema } from '../../../shared/policy/settings.ts'
import type { Office, Signed } from '../../office.ts'
import { PeopleRefusal } from '../../people/desk.ts'
import { answerPage } from '../answer.tsx'
import type { Form } from '../form.ts'
import { PreviewPage } from './PreviewPage.tsx'
import { movesClocks, previewOf, saveSettings } from './saving.ts'
import { type Problems, type Reading, readTyped, type TypedForm } from './typed.ts'
import { type ChangesOf, type Others, othersSince } from './versions.ts'

/** A form as it is shown: with what was typed, what is wrong with it and what others did. */
export type Shown = { form: Form; problems: Problems; others?: Others | undefined; isAgain: boolean }

export type EditForm = {
  office: Office
  /** What the change is about, for the preview: «Правила и автоматика». */
  title: string
  /** Reads the form against the settings of this moment. */
  read(form: TypedForm, signed: Signed): Reading | Promise<Reading>
  /** Which changes of others must be shown before saving. */
  changesOf: ChangesOf
  show(signed: Signed, shown: Shown): VNode
  /** Where to go when it is saved, or the page that answers at once. */
  next(signed: Signed): string | VNode
}

export async function takeEdit(context: Context, signed: Signed, edit: EditForm): Promise<Response> {
  const form = await readTyped(context)
  return handle(context, signed, edit, form, true)
}

async function handle(
  context: Context,
  signed: Signed,
  edit: EditForm,
  form: TypedForm,
  mayTryAgain: boolean,
): Promise<Response> {
  const { office } = edit
  const { settings } = signed
  const step = form.one('step')
  const show = (problems: Problems, others?: Others) =>
    answerPage(
      context,
      edit.show(signed, { form, problems, others, isAgain: true }),
      others !== undefined ? 409 : Object.keys(problems).length > 0 ? 422 : 200,
    )

  if (step === 'edit') return show({})
  const reading = await edit.read(form, signed)
  if (reading.outcome === 'slip') return show(reading.problems)
  const others = await othersSince(
    office,
    Number(form.one('version') || Number.NaN),
    settings,
    edit.changesOf,
  )
  if (others !== undefined && step !== 'apply') return show({}, others)

  const parsed = settingsSchema.safeParse(reading.edit(settings))
  if (!parsed.success) return show({ form: schemaWords(parsed.error.issues) })
  const next = parsed.data
  const isRecomputed = movesClocks(settings, next)
  if (isRecomputed && (step !== 'apply' || others !== undefined)) {
    const preview = await previewOf(office, signed, next)
    const page = (
      <PreviewPage
        signed={signed}
        title={edit.title}
        action={new URL(context.req.url).pathname}
        form={form}
        preview={preview}
        others={others}
      />
    )
    return answerPage(context, page, others === undefined ? 200 : 409)
  }
  try {
    const saved = await saveSettings(office, signed, reading.edit, isRecomputed)
    if (saved === 'newer' && mayTryAgain) {
      const fresh = await office.settings()
      if (fresh !== undefined) return handle(context, { ...signed, settings: fresh }, edit, form, false)
    }
    if (saved === 'newer')
      return show({ form: 'Настройки только что изменил кто-то ещё. Нажмите кнопку ещё раз.' })
  } catch (error) {
    if (error instanceof PeopleRefusal) return show({ form: error.words })
    throw error
  }
  const address = edit.next({ ...signed, settings: (await office.settings()) ?? next })
  if (typeof address !== 'string') return answerPage(context, address)
  const [path = '', anchor] = address.split('#')
  const query = `${path.includes('?') ? '&' : '?'}done=${isRecomputed ? 'moved' : 'yes'}`
  return context.redirect(`${path}${query}${anchor ? `#${anchor}` : ''}`, 303)
}

/** Our own schemas speak Russian; a library's words would not help anybody. */
function schemaWords(issues: readonly { message: string }[]): string {
  const own = issues.map(issue => issue.message).filter(message => /[а-яё]/i.test(message))
  return own[0] ?? 'Так сохранить нельзя: одно из значений не подходит. Проверьте поля и повторите.'
}
