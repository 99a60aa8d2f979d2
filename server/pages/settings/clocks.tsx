/** Whose clock the centre lives by, when a term begins, and which terms stand while the author is asked. */
import { type StageId, stageIds } from '../../../shared/deadlines/rules.ts'
import { isZone } from '../../../shared/deadlines/zone.ts'
import { stageTitles } from '../../../shared/reference/stages.ts'
import { ChoicesField, SelectField } from '../Field.tsx'
import { zones } from '../zones.ts'
import type { SectionSpec } from './section.tsx'

const startWords = {
  capturedAt: 'с записи сообщения',
  publishedAt: 'с публикации поста, если её время известно',
}

export const clocksSection: SectionSpec = {
  path: '/settings/deadlines/clocks',
  back: { href: '/settings/deadlines', title: 'Сроки' },
  title: 'Часовой пояс, начало и паузы',
  intro: 'Перед сохранением покажем, у каких открытых карточек переедут сроки.',
  valuesOf: ({ deadlines: { zone, startEvent, pause } }) => ({
    zone,
    startEvent,
    stages: pause.stages,
  }),
  read(form) {
    const zone = form.one('zone')
    const startEvent = form.one('startEvent') === 'publishedAt' ? 'publishedAt' : 'capturedAt'
    const stages: StageId[] = stageIds.filter(id => form.all('stages').includes(id))
    if (!isZone(zone)) return { outcome: 'slip', problems: { zone: 'Выберите часовой пояс из списка.' } }
    return {
      outcome: 'read',
      edit: settings => ({
        ...settings,
        deadlines: { ...settings.deadlines, zone, startEvent, pause: { stages } },
      }),
    }
  },
  factsOf: ({ deadlines: { zone, startEvent, pause } }) => [
    { label: 'Часовой пояс', text: zones.find(each => each.id === zone)?.title ?? zone },
    { label: 'Срок начинается', text: startWords[startEvent] },
    { label: 'Стоят на паузе', text: pause.stages.map(stage => stageTitles[stage]).join(', ') },
  ],
  Fields: ({ form, problems }) => (
    <>
      <SelectField
        name="zone"
        label="Часовой пояс"
        value={form.one('zone')}
        problem={problems.zone}
        choices={[
          ...(zones.some(each => each.id === form.one('zone'))
            ? []
            : [{ value: form.one('zone'), title: form.one('zone') }]),
          ...zones.map(({ id: value, title }) => ({ value, title })),
        ]}
      />
      <SelectField
        name="startEvent"
        label="Срок постов начинается"
        value={form.one('startEvent')}
        choices={Object.entries(startWords).map(([value, title]) => ({ value, title }))}
        help="Для сообщений, вопросов, предложений и слухов. Обращения считаются от регистрации всегда."
      />
      <ChoicesField
        name="stages"
        label="Какие сроки стоят, пока уточняем у автора"
        choices={stageIds.map(value => ({ value, title: stageTitles[value] }))}
        values={form.all('stages')}
        help="Сроки, установленные законом, не останавливаются никогда."
      />
    </>
  ),
}
