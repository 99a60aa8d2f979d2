/** What a ticket's page says of its clocks, of its kin and of the kind of a reply (PRACTICE P1, P11–P13). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import type { ActType } from '../../../shared/acts/contract.ts'
import { capture, openOffice, type PersonName, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { doAct, type Fields, fieldsOf, parsePage, plain } from './form-page.ts'
import { open, send } from './sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

async function record(text: string, given: Parameters<typeof capture>[0] = {}) {
  const command = capture({ source: sourceDraft({ text }), occurredAt: office.clock.now(), ...given })
  const outcome = await office.office.tickets.submit(await office.signed('operator'), command)
  expect(outcome.outcome).toBe('accepted')
  return command.ticketId
}

const shown = async (path = '/tickets/1') =>
  plain(parsePage(await (await open(office, 'head', path)).text()).querySelector('main')?.textContent ?? '')

async function act(name: PersonName, type: ActType, changes: Fields = {}, number = 1): Promise<string> {
  office.clock.pass(60)
  const response = await doAct(office, name, number, type, changes)
  const faults = parsePage(await response.clone().text()).querySelector('main')?.textContent ?? ''
  expect(response.status, `${type}: ${faults}`).toBe(303)
  return shown(`/tickets/${number}`)
}

const ticketOf = async (number = 1) =>
  (await office.office.tickets.find(await office.signed('head'), { number }))?.ticket

describe('the kind of a reply', () => {
  test('whose words say another kind than the one left standing is asked about once, with both choices', async () => {
    await record('Яма на Садовой')
    await act('head', 'classify')
    const text = 'Ямочный ремонт запланирован, ответим до 25 ноября'
    const asked = await doAct(office, 'head', 1, 'publish', { text, url: 'https://vk.com/wall-1_2' })
    expect(asked.status).toBe(422)
    const html = plain(await asked.text())
    expect(html).toContain('Похоже на промежуточный ответ:')
    const choices = [...parsePage(html).querySelectorAll('button[name="chosenKind"]')]
    expect(choices.map(each => each.textContent)).toEqual(['Промежуточный ответ', 'Окончательный ответ'])
    expect((await ticketOf())?.replies).toHaveLength(0)
    const form = fieldsOf(html, '/tickets/1/acts/publish')
    const taken = await send(office, 'head', '/tickets/1/acts/publish', { ...form, chosenKind: 'interim' })
    expect(taken.status).toBe(303)
    expect((await ticketOf())?.replies).toMatchObject([{ kind: 'interim', promisedDate: '2026-11-25' }])
  })

  test('the person’s word stands against the suggestion', async () => {
    await record('Яма на Садовой')
    await act('head', 'classify')
    await act('head', 'publish', {
      text: 'Ямочный ремонт запланирован на лето',
      url: 'https://vk.com/wall-1_2',
      chosenKind: 'final',
    })
    expect((await ticketOf())?.replies).toMatchObject([{ kind: 'final' }])
  })

  test('words that decide nothing, and a kind that was chosen, are not asked about', async () => {
    await record('Яма на Садовой')
    await act('head', 'classify')
    await act('head', 'publish', {
      text: 'Работа выполнена',
      kind: 'first',
      url: 'https://vk.com/wall-1_2',
    })
    await act('head', 'publish', { text: 'Вода есть', url: 'https://vk.com/wall-1_3' })
    expect((await ticketOf())?.replies.map(({ kind }) => kind)).toEqual(['first', 'final'])
  })
})

describe('the clocks of a ticket', () => {
  test('stopped because no answer is possible or needed are neither on time nor late', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const impossible = await act('head', 'mark_impossible', {
      reason: 'comments_closed',
      text: 'Закрыли вчера',
    })
    expect(impossible).toContain('остановлен: ответить невозможно')
    await record('Купите слона')
    const rejected = await act('operator', 'reject', { reason: 'spam' }, 2)
    expect(rejected).toContain('остановлен: ответ не требуется')
    expect(rejected).not.toContain('✓в срок')
  })

  test('of an earlier round are folded', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    await act('head', 'publish', { text: 'Вода есть', url: 'https://vk.com/wall-1_2' })
    office.clock.pass(3600)
    await act('head', 'reopen', { reason: 'wrong_answer', text: 'Воды нет' })
    const html = plain(await (await open(office, 'head', '/tickets/1')).text())
    const fold = [...parsePage(html).querySelectorAll('details')].find(
      each => each.querySelector('summary')?.textContent === 'Прошлый круг',
    )
    expect(fold?.textContent).toContain('в срок')
    const standing = parsePage(html).querySelector('[data-live="facts"] > .facts')
    const names = [...(standing?.querySelectorAll('dt') ?? [])].map(each => each.textContent)
    expect(names.filter(name => name === 'Решение')).toHaveLength(1)
  })
})

describe('kin of a ticket', () => {
  test('another matter on the same street is not like it', async () => {
    await record('В Цильне на Садовой, 5 нет холодной воды', {
      block: 'zhkh',
      subtopic: 'zhkh.water_off',
      settlement: 'tsilna',
    })
    await record('Соседи захватили земельный участок на улице Садовой в Цильне', {
      block: 'services',
      subtopic: 'services.land',
      settlement: 'tsilna',
    })
    expect(await shown('/tickets/2')).not.toContain('Похоже на')
  })

  test('a joined ticket shows who executes it and until when, and does not offer its own parent', async () => {
    const into = await record('Нет воды на Садовой', { settlement: 'tsilna' })
    await record('Нет воды на Садовой тоже', { settlement: 'tsilna' })
    await act('head', 'classify')
    await act('head', 'assign', { to: 'recipient:teploset' })
    const html = await act('head', 'merge', { into }, 2)
    expect(html).toContain('Решают в карточке № 1')
    expect(html).toContain('решение, срок:')
    expect(html).not.toContain('Похоже на')
  })

  test('any earlier ticket can be named by its number as the one that is repeated', async () => {
    await record('Яма на Садовой')
    await record('Совсем о другом')
    await act('head', 'classify')
    await act('head', 'publish', { text: 'Вода есть', url: 'https://vk.com/wall-1_2' })
    const html = await (await open(office, 'head', '/tickets/2/acts/classify?number=1')).text()
    const form = fieldsOf(html, '/tickets/2/acts/classify')
    expect(form.repeatOf).toBe((await ticketOf())?.id)
    expect((await send(office, 'head', '/tickets/2/acts/classify', form)).status).toBe(303)
    expect(await shown('/tickets/2')).toContain('Повторное: № 1')
  })

  test('a general problem past its promised end says so', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    await act('head', 'declare_problem', { readyText: 'Авария', expectedEnd: '2026-11-16T18:00' })
    expect(await shown()).not.toContain('время прошло')
    office.clock.pass(24 * 3600)
    expect(await shown()).toContain('время прошло: отметьте, что устранено, или объявите новый срок')
    const again = await act('head', 'declare_problem', {
      readyText: 'Ждём насос',
      expectedEnd: '2026-11-19T18:00',
    })
    expect(again).not.toContain('время прошло')
  })
})
