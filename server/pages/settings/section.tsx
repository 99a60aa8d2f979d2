/** A part of the settings that is one form: shown, read, saved. A family: clocks.tsx, hours.tsx, automation.tsx, … */
import type { ComponentChildren, VNode } from 'preact'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Office, Signed } from '../../office.ts'
import { answerPage } from '../answer.tsx'
import type { Form } from '../form.ts'
import { type Shown, takeEdit } from './flow.tsx'
import { type Crumb, type Door, doneOf, FormHead, SettingsPage } from './frame.tsx'
import { formOf, type Problems, type Reading, type Values } from './typed.ts'
import type { Fact } from './versions.ts'

export type SectionSpec = {
  path: string
  back?: Crumb
  title: string
  intro: ComponentChildren
  valuesOf(settings: Settings): Values
  read(form: Form): Reading
  Fields(props: { form: Form; problems: Problems; settings: Settings }): VNode
  /** What it says now, in words: by these a change of a colleague is told. */
  factsOf(settings: Settings): readonly Fact[]
}

export function mountSection(door: Door, office: Office, spec: SectionSpec): void {
  door.get(spec.path, (context, signed) => {
    const shown = { form: formOf(spec.valuesOf(signed.settings)), problems: {}, isAgain: false }
    return answerPage(
      context,
      <SectionPage spec={spec} signed={signed} shown={shown} done={doneOf(context)} />,
    )
  })

  door.post(spec.path, (context, signed) =>
    takeEdit(context, signed, {
      office,
      title: spec.title,
      read: form => spec.read(form),
      changesOf: (before, after) => factChanges(spec.factsOf(before), spec.factsOf(after)),
      show: (current, shown) => <SectionPage spec={spec} signed={current} shown={shown} />,
      next: () => spec.path,
    }),
  )
}

export function factChanges(before: readonly Fact[], after: readonly Fact[]): string[] {
  return after.flatMap(({ label, text }, index) => {
    const was = before[index]?.text
    return was === text ? [] : [`${label}: ${text || 'пусто'} (было: ${was || 'пусто'})`]
  })
}

function SectionPage({
  spec,
  signed,
  shown: { form, problems, others, isAgain },
  done,
}: {
  spec: SectionSpec
  signed: Signed
  shown: Shown
  done?: string | undefined
}) {
  const { settings } = signed
  const { path, back, title, intro, Fields } = spec
  return (
    <SettingsPage signed={signed} title={title} intro={intro} {...(back ? { back } : {})} done={done}>
      <section class="sheet stack medium">
        <form
          method="post"
          action={path}
          class="stack"
          data-draft={`settings:${path}`}
          data-draft-failed={isAgain ? '' : undefined}
        >
          <FormHead
            problems={problems}
            others={others}
            version={settings.version}
            zone={settings.deadlines.zone}
          />
          <Fields form={form} problems={problems} settings={settings} />
          <div class="buttons">
            <button class="main" type="submit">
              Сохранить
            </button>
          </div>
        </form>
      </section>
    </SettingsPage>
  )
}
