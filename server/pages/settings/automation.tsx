/** What happens by itself: putting before the head (decree 3.3), pauses, closing (PRACTICE P10, P13), links (P6). */
import type { Settings } from '../../../shared/policy/settings.ts'
import { CheckField, TextField } from '../Field.tsx'
import type { SectionSpec } from './section.tsx'
import { problemsOf } from './typed.ts'

type Automation = Settings['automation']

const numbers = {
  escalateAfterHours: {
    label: 'Вынести на решение руководителя через',
    unit: 'рабочих часов после срока',
    help: 'От 0 до 400. Пусто — не выносить самому (697-П, п. 3.3).',
    least: 0,
    most: 400,
    mayBeEmpty: true,
  },
  closeSilentAfterDays: {
    label: 'Закрыть «Автор не уточнил» через',
    unit: 'рабочих дней без ответа автора',
    help: 'От 1 до 60. Пусто — не закрывать самому.',
    least: 1,
    most: 60,
    mayBeEmpty: true,
  },
  closeAnsweredAfterDays: {
    label: 'Закрыть отвеченную карточку через',
    unit: 'дней после окончательного ответа',
    help: 'От 1 до 365. Пусто — не закрывать самому.',
    least: 1,
    most: 365,
    mayBeEmpty: true,
  },
  linkDays: {
    label: 'Поручение по ссылке действует',
    unit: 'дней',
    help: 'От 1 до 60.',
    least: 1,
    most: 60,
    mayBeEmpty: false,
  },
} as const

type NumberName = keyof typeof numbers
const names: readonly NumberName[] = [
  'escalateAfterHours',
  'closeSilentAfterDays',
  'closeAnsweredAfterDays',
  'linkDays',
]

export const automationSection: SectionSpec = {
  path: '/settings/deadlines/automation',
  back: { href: '/settings/deadlines', title: 'Сроки' },
  title: 'Что происходит само',
  intro:
    'Всё, что сделано само, записывается в историю карточки и называется так же, как сделанное человеком.',
  valuesOf: ({ automation }) => ({
    ...Object.fromEntries(names.map(name => [name, String(automation[name] ?? '')])),
    ...(automation.pauseForAuthor ? { pauseForAuthor: 'yes' } : {}),
    ...(automation.pauseForOutside ? { pauseForOutside: 'yes' } : {}),
  }),
  read(form) {
    const read = (name: NumberName) => {
      const text = form.one(name)
      const { least, most, mayBeEmpty } = numbers[name]
      if (text === '') return mayBeEmpty ? null : undefined
      const number = Number(text)
      return Number.isInteger(number) && number >= least && number <= most ? number : undefined
    }
    const escalateAfterHours = read('escalateAfterHours')
    const closeSilentAfterDays = read('closeSilentAfterDays')
    const closeAnsweredAfterDays = read('closeAnsweredAfterDays')
    const linkDays = read('linkDays')
    if (
      escalateAfterHours === undefined ||
      closeSilentAfterDays === undefined ||
      closeAnsweredAfterDays === undefined ||
      typeof linkDays !== 'number'
    ) {
      const problems = names.map(name => {
        const { least, most, mayBeEmpty } = numbers[name]
        const words = `Напишите целое число от ${least} до ${most}${mayBeEmpty ? ' или оставьте пустым' : ''}.`
        return [name, read(name) === undefined && words]
      })
      return { outcome: 'slip', problems: problemsOf(Object.fromEntries(problems)) }
    }
    const automation: Automation = {
      escalateAfterHours,
      closeSilentAfterDays,
      closeAnsweredAfterDays,
      linkDays,
      pauseForAuthor: form.one('pauseForAuthor') === 'yes',
      pauseForOutside: form.one('pauseForOutside') === 'yes',
    }
    return { outcome: 'read', edit: settings => ({ ...settings, automation }) }
  },
  factsOf: ({ automation }) => [
    ...names.map(name => ({
      label: numbers[name].label,
      text: automation[name] === null ? 'нет' : `${automation[name]} ${numbers[name].unit}`,
    })),
    { label: 'Пауза, пока уточняем у автора', text: automation.pauseForAuthor ? 'да' : 'нет' },
    { label: 'Пауза, пока ждём стороннюю организацию', text: automation.pauseForOutside ? 'да' : 'нет' },
  ],
  Fields: ({ form, problems }) => (
    <>
      {names.map(name => (
        <TextField
          key={name}
          name={name}
          label={`${numbers[name].label} (${numbers[name].unit})`}
          value={form.one(name)}
          problem={problems[name]}
          help={numbers[name].help}
          maxLength={4}
        />
      ))}
      <fieldset class="field">
        <legend>Когда срок стоит</legend>
        <CheckField
          name="pauseForAuthor"
          label="Пока уточняем у автора"
          checked={form.one('pauseForAuthor') === 'yes'}
        />
        <CheckField
          name="pauseForOutside"
          label="Пока ждём стороннюю организацию (обычно наш срок идёт)"
          checked={form.one('pauseForOutside') === 'yes'}
        />
      </fieldset>
    </>
  ),
}
