/**
 * Bodies outside the district that a new organisation starts with (PRACTICE P10): posts and trades, no names and no
 * phones, which only the customer knows. `{телефон}` in a text becomes the organisation's phone, or «…» to be filled.
 */
import type { OutsideOrganisation } from '../policy/settings.ts'
import type { Subtopic } from './subtopics.ts'

type Starter = Pick<OutsideOrganisation, 'id' | 'title'> & { texts: Readonly<Record<string, string>> }

const starters: readonly Starter[] = [
  {
    id: 'power-grid',
    title: 'Сетевая организация (электросети)',
    texts: {
      'energy.power_off':
        'Здравствуйте! Электроснабжение восстанавливает сетевая организация, мы передали ей ваше сообщение. Узнать время включения можно по её телефону: {телефон}.',
      'energy.power_lines':
        'Здравствуйте! Опоры, провода и трансформаторы обслуживает сетевая организация, мы передали ей ваше сообщение. Её телефон: {телефон}. К оборванным проводам не подходите ближе 8 метров и звоните 112.',
    },
  },
  {
    id: 'gas',
    title: 'Газораспределительная организация',
    texts: {
      'energy.gas':
        'Здравствуйте! Газовые сети обслуживает газораспределительная организация, мы передали ей ваше сообщение. Её телефон: {телефон}. При запахе газа сразу звоните 104 или 112.',
    },
  },
  {
    id: 'waste-operator',
    title: 'Региональный оператор по обращению с ТКО',
    texts: {
      'tko.pickup':
        'Здравствуйте! Мусор с контейнерных площадок вывозит региональный оператор, мы передали ему ваше сообщение. Его телефон: {телефон}.',
      'tko.fee':
        'Здравствуйте! Начисления за вывоз мусора ведёт региональный оператор. Проверить их и попросить перерасчёт можно по телефону: {телефон}.',
    },
  },
  {
    id: 'hospital',
    title: 'Районная больница',
    texts: Object.fromEntries(
      ['appointment', 'staff', 'quality', 'ambulance', 'drugs', 'checkup'].map(part => [
        `health.${part}`,
        'Здравствуйте! Медицинскую помощь организует районная больница, она подчиняется министерству здравоохранения области. Мы передали ваше сообщение. Телефон больницы: {телефон}.',
      ]),
    ),
  },
  {
    id: 'regional-roads',
    title: 'Владелец дорог областного значения',
    texts: {
      'roads.potholes':
        'Здравствуйте! Эта дорога областного значения, её содержит дорожная служба области. Мы передали ей ваше сообщение. Её телефон: {телефон}.',
      'roads.snow':
        'Здравствуйте! Эту дорогу областного значения чистит дорожная служба области. Мы передали ей ваше сообщение. Её телефон: {телефон}.',
    },
  },
  {
    id: 'mfc',
    title: 'МФЦ «Мои документы»',
    texts: {
      'services.mfc':
        'Здравствуйте! По этому вопросу поможет МФЦ «Мои документы», он подчиняется области. Мы передали ваше сообщение. Телефон: {телефон}.',
    },
  },
  {
    id: 'telecom',
    title: 'Оператор связи',
    texts: {
      'none.telecom':
        'Здравствуйте! Связь и интернет обеспечивает оператор связи, с которым у вас договор. Мы сообщили ему о проблеме. Телефон поддержки: {телефон}.',
    },
  },
]

export const outsideOrganisations: readonly OutsideOrganisation[] = starters.map(({ id, title, texts }) => ({
  id,
  title,
  phone: '',
  contact: '',
  url: null,
  texts: Object.entries(texts).map(([subtopic, text]) => ({ subtopic, text })),
}))

/** What is not the district's to do names who does it: the organisation with words for this subtopic. */
export function withOutsideOrganisations(subtopics: readonly Subtopic[]): Subtopic[] {
  return subtopics.map(subtopic => {
    if (subtopic.competence === 'district') return subtopic
    const organisation = outsideOrganisations.find(({ texts }) =>
      texts.some(text => text.subtopic === subtopic.id),
    )
    return { ...subtopic, outsideOrganisationId: organisation?.id ?? null }
  })
}
