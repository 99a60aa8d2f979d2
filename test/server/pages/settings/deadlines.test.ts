import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../../server/pages/index.ts'
import { readIntervals } from '../../../../server/pages/settings/hours.tsx'
import type { Settings } from '../../../../shared/policy/settings.ts'
import { capture, openOffice, type PersonName, type TestOffice } from '../../office-for-tests.ts'
import { open, send } from '../sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

const settings = async (): Promise<Settings> => (await office.signed('head')).settings
const post = (path: string, fields: Record<string, string | string[]>, name: PersonName = 'head') =>
  send(office, name, `/settings/${path}`, fields)
const plain = async (response: Response) => (await response.text()).replaceAll('\u00a0', ' ')

/** What a browser would send from a page: its hidden fields and the pressed button. */
function hiddenOf(html: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const [, name = '', value = ''] of html.matchAll(
    /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
  ))
    fields[name] = [...(fields[name] ?? []), value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')]
  return fields
}

async function record(kind: 'message' | 'gratitude' = 'message'): Promise<number> {
  const head = await office.signed('head')
  const command = capture({ kind })
  const outcome = await office.office.tickets.submit(head, command)
  if (outcome.outcome === 'refused') throw new Error(outcome.refusal.code)
  const ticket = await office.office.tickets.find(head, { id: command.ticketId })
  if (ticket === undefined) throw new Error('The ticket was not found')
  return ticket.ticket.number ?? 0
}

async function dueAt(number: number, stage: string): Promise<string | undefined> {
  const ticket = await office.office.tickets.find(await office.signed('head'), { number })
  return ticket?.ticket.stages.find(each => each.stage === stage)?.dueAt
}

const ruleForm = {
  stage: 'first_reply',
  amount: '4',
  unit: 'working_hours',
  startEvent: 'capturedAt',
  countFrom: 'next_day',
  rollRule: 'preceding',
  kinds: ['message', 'question'],
  urgency: 'ordinary',
  accelerated: 'any',
  pausable: 'yes',
  checkpoints: '3, 7',
  source: 'Решение руководителя МЦУ',
  confidence: 'certain',
  validFrom: '2020-01-01',
}

describe('a change of deadlines is shown before it is made', () => {
  test('the preview names exactly the tickets that move; applying and the recompute move them', async () => {
    const moved = await record()
    const thanked = await record('gratitude')
    const before = await dueAt(moved, 'first_reply')
    const version = (await settings()).version
    const path = 'deadlines/message-first-reply'
    const html = await plain(await post(path, { ...ruleForm, version: String(version) }))
    expect(html).toContain('Переедут сроки 1 открытой карточки')
    expect(html).toContain(`№ ${moved}`)
    expect(html).not.toContain(`№ ${thanked}`)
    expect(html).toMatch(/Первый ответ: <b>1<\/b>/)
    expect(html).toContain('16 ноября 2026, 15:00')
    expect((await settings()).version).toBe(version)
    expect((await post(path, { ...hiddenOf(html), step: 'apply' })).status).toBe(303)
    expect((await settings()).deadlines.rules.find(rule => rule.id === 'message-first-reply')).toMatchObject({
      amount: 4,
      kinds: ['message', 'question'],
      checkpoints: [3, 7],
    })
    await office.office.jobs.tick()
    expect(before).toBe('2026-11-17T06:00:00.000Z')
    expect(await dueAt(moved, 'first_reply')).toBe('2026-11-16T11:00:00.000Z')
    expect(await dueAt(thanked, 'first_reply')).toBeUndefined()
  })

  test('of many the first fifty are named, and how many more', async () => {
    for (let n = 0; n < 52; n += 1) await record()
    const html = await plain(await post('deadlines/message-first-reply', ruleForm))
    expect(html).toContain('Переедут сроки 52 открытых карточек')
    expect(html).toContain('Первые 50 из 52 сроков')
    expect(html.match(/<th scope="row">/g)).toHaveLength(50)
    expect(html).toContain('И ещё 2.')
  })

  test('«Не применять» returns to the form with everything typed, and changes nothing', async () => {
    const version = (await settings()).version
    const html = await plain(await post('deadlines/message-first-reply', ruleForm))
    const back = await post('deadlines/message-first-reply', { ...hiddenOf(html), step: 'edit' })
    const form = await plain(back)
    expect(back.status).toBe(200)
    expect(form).toContain('value="Решение руководителя МЦУ"')
    expect(form).toContain('value="3, 7"')
    expect(form).toMatch(/value="question" checked|checked value="question"/)
    expect((await settings()).version).toBe(version)
  })

  test('a rule is added, taken away with a preview, and brought back', async () => {
    await record()
    const rules = async () => (await settings()).deadlines.rules
    const added = await plain(await post('deadlines/new', { ...ruleForm, urgency: 'any', channels: ['vk'] }))
    expect(added).toContain('Переедут сроки')
    await post('deadlines/new', { ...hiddenOf(added), step: 'apply' })
    expect((await rules()).at(-1)).toMatchObject({ id: 'message_first_reply', channels: ['vk'] })
    const list = await plain(await open(office, 'head', '/settings/deadlines'))
    expect(list).toContain('Первый ответ, ВКонтакте')
    const remove = await plain(await post('deadlines/message_first_reply/remove', {}))
    expect(remove).toContain('Применить')
    const removed = await plain(
      await post('deadlines/message_first_reply/remove', { ...hiddenOf(remove), step: 'apply' }),
    )
    expect(removed).toContain('Вернуть')
    expect((await rules()).some(rule => rule.id === 'message_first_reply')).toBe(false)
    const restore = await plain(await post('deadlines/restore', hiddenOf(removed)))
    expect((await post('deadlines/restore', { ...hiddenOf(restore), step: 'apply' })).status).toBe(303)
    expect((await rules()).at(-1)?.id).toBe('message_first_reply')
  })

  test('the rule after an interim reply cannot be taken away, in words', async () => {
    const response = await post('deadlines/message-after-interim/remove', {})
    expect(response.status).toBe(422)
    expect(await plain(response)).toContain('Нет правила для сообщений после промежуточного ответа')
  })

  test('an accelerated subtopic previews too', async () => {
    const response = await post('subtopics/zhkh.water_off', {
      title: 'Нет холодной воды',
      block: 'zhkh',
      keywords: 'нет вод*',
      accelerated: 'yes',
    })
    expect(await plain(response)).toContain('Сроки открытых карточек не изменятся')
  })

  test('what another saved during the preview is shown in a fresh preview first', async () => {
    await record()
    const mine = { ...ruleForm, version: String((await settings()).version) }
    const html = await plain(await post('deadlines/message-first-reply', mine))
    const theirs = await plain(
      await post('deadlines/message-first-reply', { ...ruleForm, amount: '6' }, 'admin'),
    )
    await post('deadlines/message-first-reply', { ...hiddenOf(theirs), step: 'apply' }, 'admin')
    const response = await post('deadlines/message-first-reply', { ...hiddenOf(html), step: 'apply' })
    const again = await plain(response)
    expect(response.status).toBe(409)
    expect(again).toContain('Пока вы правили')
    expect(again).toContain('срок — 6 рабочих часов')
    expect((await post('deadlines/message-first-reply', { ...hiddenOf(again), step: 'apply' })).status).toBe(
      303,
    )
  })

  test('the administrator sees numbers and dates, and no way to the text', async () => {
    const number = await record()
    const html = await plain(await post('deadlines/message-first-reply', ruleForm, 'admin'))
    expect(html).toContain(`№ ${number}`)
    expect(html).not.toContain(`/tickets/${number}`)
    expect(html).not.toContain('Садовой')
  })
})

describe('hours', () => {
  const week = {
    'day-1': '9:00-13:00; 14.00 – 18.00',
    'day-2': '08:00–12:00, 13:00–17:00',
    'day-3': '08:00–12:00, 13:00–17:00',
    'day-4': '08:00–12:00, 13:00–17:00',
    'day-5': '08:00–12:00, 13:00–16:00',
    'day-6': '',
    'day-7': '',
    short: '60',
  }

  test('several intervals a day, as people type them', async () => {
    await record()
    const html = await plain(await post('hours', week))
    expect(html).toContain('Применить')
    expect((await post('hours', { ...hiddenOf(html), step: 'apply' })).headers.get('location')).toContain(
      'done=moved',
    )
    expect((await settings()).deadlines.hours.days[1]).toEqual([
      { from: '09:00', to: '13:00' },
      { from: '14:00', to: '18:00' },
    ])
  })

  test.each([
    ['с утра до обеда', 'Не понято'],
    ['08:00–25:00', 'Такого времени нет'],
    ['12:00–08:00', 'кончается раньше'],
    ['08:00–12:00, 11:00–17:00', 'не пересекаются'],
  ])('%s is told by its day', async (text, words) => {
    const response = await post('hours', { ...week, 'day-3': text, short: 'час' })
    const html = await plain(response)
    expect(response.status).toBe(422)
    expect(html).toContain(words)
    expect(html).toContain(`value="${text}"`)
    expect(html).toContain('от 0 до 240')
    expect(readIntervals(text)).toContain(words)
  })

  test('Monday has hours: working Saturdays go by them', async () => {
    expect(await plain(await post('hours', { ...week, 'day-1': '' }))).toContain(
      'по ним идут рабочие субботы',
    )
  })
})

describe('the calendar', () => {
  const apply = async (fields: Record<string, string>) => {
    const html = await plain(await post('calendar', fields))
    expect(html).toContain('Применить')
    return post('calendar', { ...hiddenOf(html), step: 'apply' })
  }

  test('a day is changed; the ticket that it moves is named and moves', async () => {
    const number = await record()
    const html = await plain(
      await post('calendar', { act: 'day', year: '2026', date: '2026-11-16', kind: 'off' }),
    )
    expect(html).toContain(`№ ${number}`)
    expect(html).toContain('17 ноября 2026, 17:00')
    const response = await post('calendar', { ...hiddenOf(html), step: 'apply' })
    expect(response.headers.get('location')).toBe('/settings/calendar?year=2026&done=moved')
    await office.office.jobs.tick()
    expect(await dueAt(number, 'first_reply')).toBe('2026-11-17T13:00:00.000Z')
    const page = await plain(await open(office, 'head', '/settings/calendar?year=2026'))
    expect(page).toContain('aria-label="16 ноября 2026, праздник или перенос"')
  })

  test('a provisional year is marked, confirmed, and warns no more', async () => {
    expect(await plain(await open(office, 'head', '/settings/calendar?year=2027'))).toContain(
      '2027 год предварительный',
    )
    expect((await apply({ act: 'confirm', year: '2027' })).status).toBe(303)
    expect((await settings()).deadlines.calendar.years['2027']?.provisional).toBe(false)
    expect(await plain(await open(office, 'head', '/settings'))).not.toContain('Календарь 2027')
  })

  test('a year is added as provisional; twice is told', async () => {
    await apply({ act: 'add', year: '2028' })
    expect((await settings()).deadlines.calendar.years['2028']?.provisional).toBe(true)
    const again = await post('calendar', { act: 'add', year: '2028' })
    expect(again.status).toBe(422)
    expect(await plain(again)).toContain('2028 год уже есть')
  })

  test('lines are read all or none, and the file of a year comes back without a change', async () => {
    const csv = '2027-05-03;выходной\n2027-02-31;выходной\n2027-05-04;праздничек'
    const slip = await post('calendar', { act: 'import', year: '2027', csv })
    const html = await plain(slip)
    expect(slip.status).toBe(422)
    expect(html).toContain('Строка 2: Даты «2027-02-31» нет')
    expect(html).toContain('Строка 3: Вид дня «праздничек» неизвестен')
    expect(html).toContain('2027-05-04;праздничек')
    await apply({ act: 'import', year: '2027', csv: '2027-05-03;выходной\n2027-05-15;рабочий' })
    const year = (await settings()).deadlines.calendar.years['2027']
    expect(year?.nonWorking).toContain('2027-05-03')
    expect(year?.workingWeekends).toContain('2027-05-15')
    const file = await (await open(office, 'head', '/settings/calendar/2027.csv')).text()
    await apply({ act: 'import', year: '2027', csv: file }).catch(() => undefined)
    expect((await settings()).deadlines.calendar.years['2027']).toEqual(year)
  })

  test('a day of a year that is not there is told, with what to do', async () => {
    const response = await post('calendar', { act: 'day', year: '2026', date: '2035-05-01', kind: 'off' })
    expect(response.status).toBe(422)
    expect(await plain(response)).toContain('сначала добавьте год')
  })
})

describe('what happens by itself, and approval', () => {
  test('numbers are saved, empty ones switch a rule off', async () => {
    const fields = {
      escalateAfterHours: '0',
      closeSilentAfterDays: '',
      closeAnsweredAfterDays: '14',
      linkDays: '7',
      pauseForAuthor: 'yes',
    }
    expect((await post('deadlines/automation', fields)).status).toBe(303)
    expect((await settings()).automation).toEqual({
      escalateAfterHours: 0,
      closeSilentAfterDays: null,
      closeAnsweredAfterDays: 14,
      linkDays: 7,
      pauseForAuthor: true,
      pauseForOutside: false,
    })
    const slip = await post('deadlines/automation', { ...fields, linkDays: '', escalateAfterHours: 'скоро' })
    const html = await plain(slip)
    expect(slip.status).toBe(422)
    expect(html).toContain('от 1 до 60.')
    expect(html).toContain('value="скоро"')
  })

  test('a pause that stands or goes is previewed', async () => {
    const fields = {
      escalateAfterHours: '8',
      closeSilentAfterDays: '5',
      closeAnsweredAfterDays: '30',
      linkDays: '14',
    }
    expect(await plain(await post('deadlines/automation', fields))).toContain('Применить')
  })

  test('approval by case keeps the subtopics', async () => {
    await post('subtopics/zhkh.water_off', { title: 'Нет воды', block: 'zhkh', approval: 'yes' })
    await post('deadlines/approval', { urgent: 'yes' })
    expect((await settings()).approval).toEqual({
      subtopics: ['zhkh.water_off'],
      urgent: true,
      conflict: false,
      refusal: false,
      executors: false,
    })
  })

  test('the zone, the start and the pauses', async () => {
    const html = await plain(
      await post('deadlines/clocks', { zone: 'Europe/Moscow', startEvent: 'publishedAt', stages: ['final'] }),
    )
    await post('deadlines/clocks', { ...hiddenOf(html), step: 'apply' })
    expect((await settings()).deadlines).toMatchObject({
      zone: 'Europe/Moscow',
      startEvent: 'publishedAt',
      pause: { stages: ['final'] },
    })
    expect((await post('deadlines/clocks', { zone: 'Mars/Base' })).status).toBe(422)
  })
})
