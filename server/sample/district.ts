/**
 * The sample district of `npm run demo`: the people of the decree's Annex 2 by post, never by surname, and invented
 * recipients and accounts. Pure data in the shapes of the settings document.
 */
import type { OfficialAccount, Person, Recipient, Route } from '../../shared/policy/settings.ts'
import type { BlockId } from '../../shared/reference/blocks.ts'

/** Six bodies that answer: the administration's own units, three settlements, an institution, a municipal company. */
export const sampleRecipients = [
  { id: 'units', title: 'Управления и отделы администрации района', kind: 'unit' },
  { id: 'tsilna', title: 'Администрация Цильнинского городского поселения', kind: 'settlement' },
  { id: 'nagatkino', title: 'Администрация Большенагаткинского сельского поселения', kind: 'settlement' },
  { id: 'timersyany', title: 'Администрация Тимерсянского сельского поселения', kind: 'settlement' },
  { id: 'hospital', title: 'Районная больница (пример)', kind: 'institution' },
  { id: 'utility', title: 'МУП «Районный коммунальщик» (пример)', kind: 'municipal_company' },
] as const satisfies readonly Recipient[]

export type SampleRecipientId = (typeof sampleRecipients)[number]['id']

function person(id: string, title: string, rest: Partial<Omit<Person, 'id' | 'title'>>): Person {
  return { id, title, roles: [], blocks: [], recipientIds: [], active: true, ...rest }
}

/** Annex 2: eleven rows, eight people, for one person may head several blocks (decree 3.6). */
const office: readonly Person[] = [
  person('head', 'Первый заместитель главы администрации', { roles: ['center_head'], blocks: ['none'] }),
  person('infrastructure', 'Начальник управления ТЭР, ЖКХ, строительства и дорожной деятельности', {
    roles: ['block_head'],
    blocks: ['zhkh', 'energy', 'roads', 'transport'],
  }),
  person('ecologist', 'Главный эколог', { roles: ['block_head'], blocks: ['tko', 'ecology'] }),
  person('education', 'Начальник управления образования', { roles: ['block_head'], blocks: ['education'] }),
  person('health', 'Начальник отдела охраны здоровья граждан', { roles: ['block_head'], blocks: ['health'] }),
  person('social', 'Начальник управления по развитию человеческого потенциала', {
    roles: ['block_head'],
    blocks: ['social'],
  }),
  person(
    'economy',
    'Заместитель Главы администрации – начальник управления экономического и стратегического развития',
    {
      roles: ['block_head'],
      blocks: ['services'],
    },
  ),
  person('informer', 'Начальник отдела общественных коммуникаций', { roles: ['informer'] }),
]

export const samplePeople: readonly Person[] = [
  ...office,
  person('operator-1', 'Оператор мониторинга 1', { roles: ['operator'] }),
  person('operator-2', 'Оператор мониторинга 2', { roles: ['operator'] }),
  ...sampleRecipients.map(({ id, title }) =>
    person(`executor-${id}`, `Исполнитель: ${title}`, { roles: ['recipient_user'], recipientIds: [id] }),
  ),
  person('chief', 'Глава администрации', { roles: ['chief'] }),
  person('admin', 'Администратор', { roles: ['admin'] }),
]

/** Who of the office heads each block; `none` belongs to the head of the centre. */
export const sampleBlockHeads: ReadonlyMap<BlockId, string> = new Map(
  office.flatMap(({ id, blocks }) => blocks.map(block => [block, id] as const)),
)

/** The first operator may publish, the second may not. */
const publisherIds = ['informer', 'operator-1']

export const sampleAccounts: readonly OfficialAccount[] = [
  {
    id: 'vk-district',
    network: 'vk',
    ownerId: '-212000001',
    title: 'Администрация Цильнинского района',
    url: 'https://vk.com/club212000001',
    recipientId: null,
    publisherIds,
  },
  {
    id: 'telegram-district',
    network: 'telegram',
    ownerId: '-1845000001',
    title: 'Администрация Цильнинского района',
    url: 'https://t.me/cilna_primer',
    recipientId: null,
    publisherIds,
  },
]

function route(
  id: string,
  subtopic: string,
  settlement: string | null,
  rest: Omit<Route, 'id' | 'subtopic' | 'settlement' | 'phone' | 'coRecipientIds'> & Partial<Route>,
): Route {
  return { id, subtopic, settlement, phone: '', coRecipientIds: [], ...rest }
}

/** Who does what where (PRACTICE P6 d); the phones are the sample's own numbers of nobody. */
export const sampleRoutes: Route[] = [
  route('water', 'zhkh.water_off', null, {
    block: 'zhkh',
    recipientId: 'utility',
    phone: '8 (84245) 0-00-01',
  }),
  route('heating', 'zhkh.heating', null, {
    block: 'zhkh',
    recipientId: 'utility',
    phone: '8 (84245) 0-00-01',
  }),
  route('snow-tsilna', 'roads.snow', 'tsilna', {
    block: 'roads',
    recipientId: 'tsilna',
    phone: '8 (84245) 0-00-02',
    coRecipientIds: ['utility'],
  }),
  route('snow-nagatkino', 'roads.snow', 'bolshoe_nagatkino', {
    block: 'roads',
    recipientId: 'nagatkino',
    phone: '8 (84245) 0-00-03',
  }),
  route('potholes', 'roads.potholes', null, { block: 'roads', recipientId: 'units' }),
]
