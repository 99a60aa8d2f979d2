/** «Какие ответы согласуют»: usually none (PRACTICE P5). */
import { titleOf } from '../../../shared/policy/settings.ts'
import { CheckField } from '../Field.tsx'
import type { SectionSpec } from './section.tsx'

const cases = {
  urgent: 'Срочные карточки',
  conflict: 'Карточки с отметкой «Конфликт»',
  refusal: 'Отказ: «не подтвердилось», «решить нельзя»',
  executors: 'Ответы исполнителей, в том числе по ссылке',
} as const

type Case = keyof typeof cases
const names: readonly Case[] = ['urgent', 'conflict', 'refusal', 'executors']

export const approvalSection: SectionSpec = {
  path: '/settings/deadlines/approval',
  back: { href: '/settings/deadlines', title: 'Сроки' },
  title: 'Какие ответы согласуют',
  intro:
    'Обычный путь короткий: кто может публиковать, отвечает сразу. Согласование — только в отмеченных случаях.',
  valuesOf: ({ approval }) => Object.fromEntries(names.map(name => [name, approval[name] ? 'yes' : ''])),
  read: form => ({
    outcome: 'read',
    edit: settings => ({
      ...settings,
      approval: {
        subtopics: settings.approval.subtopics,
        urgent: form.one('urgent') === 'yes',
        conflict: form.one('conflict') === 'yes',
        refusal: form.one('refusal') === 'yes',
        executors: form.one('executors') === 'yes',
      },
    }),
  }),
  factsOf: ({ approval }) => names.map(name => ({ label: cases[name], text: approval[name] ? 'да' : 'нет' })),
  Fields: ({ form, settings }) => (
    <>
      <fieldset class="field">
        <legend>Публикуются только после согласования</legend>
        {names.map(name => (
          <CheckField key={name} name={name} label={cases[name]} checked={form.one(name) === 'yes'} />
        ))}
      </fieldset>
      <p class="quiet">
        Подтемы, где согласуют всегда:{' '}
        {settings.approval.subtopics.map(id => titleOf(settings.subtopics, id)).join(', ') || 'нет'}.
        Отмечаются в <a href="/settings/subtopics">подтемах</a>.
      </p>
    </>
  ),
}
