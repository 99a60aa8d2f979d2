// Stands for the worker: canned answers, and a diary of what it was asked that outlives its death.
// Tests change `fake` through chrome.storage.local.
const empty = {
  seen: [],
  marks: {},
  silentCaptures: 0,
  capture: 'recorded',
  accounts: [],
  enrolled: true,
  mayCapture: true,
  danger: null,
  number: '№ появится после отправки',
  likely: [],
  mayPublish: false,
}

const blocks = { zhkh: 'ЖКХ', roads: 'Дороги', none: 'Не определён' }
const subtopics = {
  'cold-water': { block: 'zhkh', title: 'Нет холодной воды' },
  heating: { block: 'zhkh', title: 'Холодно в квартире' },
  pits: { block: 'roads', title: 'Ямы на дороге' },
}
const kinds = {
  message: 'Сообщение',
  question: 'Вопрос',
  rumour: 'Слух, недостоверные сведения',
  gratitude: 'Благодарность',
}
const settlements = { nagatkino: 'с. Большое Нагаткино', timersyany: 'с. Тимерсяны' }

const choices = {
  topic: Object.entries(blocks).map(([block, title]) => ({
    title,
    options: [
      { value: `${block}/`, title: `${title}: без темы`, changes: { block, subtopic: null } },
      ...Object.entries(subtopics)
        .filter(([, subtopic]) => subtopic.block === block)
        .map(([id, subtopic]) => ({
          value: `${block}/${id}`,
          title: subtopic.title,
          changes: { block, subtopic: id },
        })),
    ],
  })),
  'ticket-kind': [
    {
      title: null,
      options: Object.entries(kinds).map(([kind, title]) => ({ value: kind, title, changes: { kind } })),
    },
  ],
  settlement: [
    {
      title: null,
      options: [
        { value: '', title: 'не указано', changes: { settlement: null } },
        ...Object.entries(settlements).map(([id, title]) => ({
          value: id,
          title,
          changes: { settlement: id },
        })),
      ],
    },
  ],
}

/** `titles`: longer words than the office's, of a test that looks at their places. */
const picksOf = ({ block, subtopic, kind, settlement, titles = {} }) => [
  {
    name: 'topic',
    row: 'Блок',
    label: 'Блок и тема',
    value: `${block}/${subtopic ?? ''}`,
    shown: [blocks[block], titles.subtopic ?? subtopics[subtopic]?.title].filter(Boolean).join(' · '),
    isEmpty: false,
    quick: null,
  },
  {
    name: 'ticket-kind',
    row: 'Вид',
    label: 'Вид',
    value: kind,
    shown: kinds[kind],
    isEmpty: false,
    quick: kind === 'gratitude' ? null : { title: kinds.gratitude, changes: { kind: 'gratitude' } },
  },
  {
    name: 'settlement',
    row: 'Где',
    label: 'Населённый пункт',
    value: settlement ?? '',
    shown: titles.settlement ?? settlements[settlement] ?? 'не указано',
    isEmpty: settlement === null,
    quick: null,
  },
]

const usual = { block: 'zhkh', subtopic: 'cold-water', kind: 'message', settlement: 'nagatkino' }

const cardOf = (ticketId, fake) => ({
  ticketId,
  numberWords: fake.number,
  heldBefore: fake.heldBefore === true,
  picks: picksOf({ ...usual, ...fake.changes }),
  found: 'нашли: «нет воды»',
  danger: fake.danger,
  emergency: fake.emergency ?? null,
  mayTellEmergency: true,
  place: 'Садовая, 12',
  urgent: false,
  stages: [
    {
      title: 'Первый ответ',
      words: 'до 17:00',
      overdue: false,
      trace: [
        'Записано сегодня в 9:05',
        '8 рабочих часов по правилу «Социальные сети»',
        'Перерыв с 12:00 до 13:00 не считается',
      ],
    },
    {
      title: 'Решение',
      words: 'до 3 дек',
      overdue: false,
      trace: ['7 рабочих дней: внутренний срок', '30 календарных дней: срок по закону'],
    },
  ],
  withdrawUntil: new Date(Date.now() + 10_000).toISOString(),
  sorted: false,
  ...fake.changes,
})

/** As the worker does (worker/late-script.ts). */
const putScript = (name, { tab }) =>
  chrome.scripting
    .executeScript({ target: { tabId: tab.id }, files: [`${name}.js`], injectImmediately: true })
    .catch(() => undefined)

const answers = {
  snapshot: () => ({ outcome: 'none' }),
  'look-again': () => ({ outcome: 'known' }),
  capture: (request, fake) => {
    if (fake.capture === 'not-enrolled') return { outcome: 'not-enrolled', words: 'Нужна строка приглашения' }
    if (fake.capture === 'refused')
      return { outcome: 'refused', words: 'Нет права записывать. Его даёт администратор' }
    return { outcome: 'recorded', card: cardOf(request.ticketId, fake), waiting: fake.waiting ?? null }
  },
  card: (request, fake) => ({ outcome: 'card', card: cardOf(request.ticketId, fake) }),
  correct: ({ ticketId, changes }, fake) => {
    fake.changes = { ...fake.changes, ...changes }
    return { outcome: 'card', card: cardOf(ticketId, fake) }
  },
  withdraw: () => ({ outcome: 'withdrawn' }),
  marks: ({ keys }, fake) =>
    Object.fromEntries(keys.filter(key => fake.marks[key]).map(key => [key, fake.marks[key]])),
  likely: (_request, fake) => fake.likely,
  join: () => ({ outcome: 'joined', words: 'Присоединено к № 1024' }),
  'tell-emergency': ({ ticketId, to, time }, fake) => {
    fake.emergency = `Передано: ${to}, ${time ?? 'сейчас'}`
    return { outcome: 'card', card: cardOf(ticketId, fake) }
  },
  publish: ({ commandId }) => ({
    outcome: 'published',
    words: 'Ответ опубликован, решение в срок (за 1 день 3 ч)',
    replyId: commandId,
  }),
  'change-reply-kind': ({ replyId }) => ({
    outcome: 'published',
    words: 'Теперь это первый ответ (принято)',
    replyId,
  }),
  'reply-kind': () => ({ kind: 'final', promisedDate: null }),
  // `sets` stands before this file: the selectors of the built-in packs.
  'overlay-start': ({ adapters, wanted }, { enrolled, mayCapture, mayPublish, accounts, here }, sender) => {
    if (wanted) void putScript(wanted, sender)
    return {
      enrolled,
      mayCapture,
      mayPublish,
      accounts,
      sets: sets.filter(({ adapter }) => adapters.includes(adapter)),
      here: { everywhere: true, shown: [], watched: [], on: [], off: [], official: accounts, ...here },
    }
  },
  // A test may keep it back.
  'card-script': async (_request, { hasNoCard }, sender) => {
    if (!hasNoCard) await putScript('card', sender)
    return null
  },
  choices: () => choices,
  'page-state': () => null,
  'page-read': () => null,
  'watch-seen': () => null,
  'word-back-offer': (_request, { isAuthor }) => ({ isAuthor: isAuthor === true }),
  'word-back': ({ mark }) => ({
    outcome: 'told',
    words: mark === 'solved' ? 'Автор: решено' : 'Автор: не решено. Карточка возобновлена',
  }),
  'open-panel': () => null,
  'open-options': () => null,
}

let turn = Promise.resolve()
chrome.runtime.onMessage.addListener((request, sender, answer) => {
  turn = turn.then(async () => {
    const { fake = empty } = await chrome.storage.local.get('fake')
    fake.seen.push(request)
    const silence = { capture: 'silentCaptures', 'overlay-start': 'silentStarts' }[request.type]
    const isSilent = fake[silence] > 0
    if (isSilent) fake[silence] -= 1
    const reply = await answers[request.type](request, fake, sender)
    await chrome.storage.local.set({ fake })
    // A worker that ends before it answers: the test closes it now.
    if (!isSilent) answer(reply)
  })
  return true
})

// In turn: an answer under way must not bring an earlier test's diary back.
const inTurn = act => {
  turn = turn.then(act)
  return turn
}
self.setFake = change =>
  inTurn(async () => {
    const { fake = empty } = await chrome.storage.local.get('fake')
    await chrome.storage.local.set({ fake: { ...fake, ...change } })
  })
self.resetFake = change => inTurn(() => chrome.storage.local.set({ fake: { ...empty, ...change } }))
self.readFake = () => chrome.storage.local.get('fake').then(({ fake = empty }) => fake)
/** As the popup asks the page in front. */
self.where = async () => {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
  return (await chrome.tabs.sendMessage(tab.id, { type: 'where' })) ?? null
}
self.push = async message => {
  for (const tab of await chrome.tabs.query({}))
    await chrome.tabs.sendMessage(tab.id, message).catch(() => {})
}
