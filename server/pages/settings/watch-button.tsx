/** «Показывать кнопку»: on all public pages, or on those of the watch list only (PRACTICE P15). */
import { buttonPlaces, type Settings } from '../../../shared/policy/settings.ts'
import { SelectField } from '../Field.tsx'
import type { SectionSpec } from './section.tsx'

const byRule = 'by_rule'
const titles = { everywhere: 'на всех открытых страницах', listed: 'только на списке наблюдения' } as const

const ruleWords = ({ watchList }: Pick<Settings, 'watchList'>) =>
  `по правилу (сейчас: ${titles[watchList.length === 0 ? 'everywhere' : 'listed']})`

export const watchButtonSection: SectionSpec = {
  path: '/settings/watch/button',
  back: { href: '/settings/watch', title: 'Список наблюдения' },
  title: 'Где показывать кнопку «Записать»',
  intro:
    'Правило: пока список наблюдения пуст — на всех открытых страницах; когда в нём есть места — на них и на официальных страницах, на остальных кнопка включается через значок расширения. В личных переписках расширение молчит, пока сотрудник не включит его для этого чата.',
  valuesOf: settings => ({ places: settings.buttonPlaces ?? byRule }),
  read: form => {
    const chosen = buttonPlaces.find(each => each === form.one('places')) ?? null
    return { outcome: 'read', edit: settings => ({ ...settings, buttonPlaces: chosen }) }
  },
  factsOf: settings => [
    {
      label: 'Показывать кнопку',
      text: settings.buttonPlaces === null ? ruleWords(settings) : titles[settings.buttonPlaces],
    },
  ],
  Fields: ({ form, settings }) => (
    <SelectField
      name="places"
      label="Показывать кнопку"
      value={form.one('places')}
      choices={[
        { value: byRule, title: ruleWords(settings) },
        ...buttonPlaces.map(value => ({ value, title: titles[value] })),
      ]}
    />
  ),
}
