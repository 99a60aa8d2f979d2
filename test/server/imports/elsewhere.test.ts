/** Numbers in other systems on the ticket: set by hand, told in the history, found by the search, pasted over there. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import {
  assign,
  capture,
  command,
  openOffice,
  type PersonName,
  publish,
  sourceDraft,
  type TestOffice,
} from '../office-for-tests.ts'
import { actForm, doAct, parsePage, plain } from '../pages/form-page.ts'
import { open } from '../pages/sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

const submit = async (name: PersonName, given: unknown) => {
  const outcome = await office.office.tickets.submit(await office.signed(name), given)
  expect(outcome.outcome).toBe('accepted')
}
const page = async (name: PersonName, path: string) => plain(await (await open(office, name, path)).text())

test('a number is set by hand, shown, told in the history and found', async () => {
  await submit('operator', capture())
  await submit('operator', capture())
  const response = await doAct(office, 'operator', 1, 'set_external', {
    system: 'sed',
    'sed.number': 'А-17/26',
    'sed.dueOn': '2026-12-10',
    'sed.stage': 'На рассмотрении',
  })
  expect(response.status).toBe(303)
  const html = await page('operator', '/tickets/1')
  expect(html).toContain('<dt>№ в СЭД</dt>')
  expect(html).toContain('срок там: 10 декабря 2026')
  expect(html).toContain('Данные СЭД, № А-17/26')
  const found = parsePage(await page('operator', `/tickets?tab=all&text=${encodeURIComponent('№ А-17/26')}`))
  expect([...found.querySelectorAll('[data-row] .row-link')].map(each => each.textContent)).toEqual(['1'])
  expect((await actForm(office, 'operator', 1, 'set_external'))['sed.number']).toBe('А-17/26')
})

test('a number is taken away by emptying its fields', async () => {
  const record = capture()
  await submit('operator', record)
  await submit('operator', command('set_external', record.ticketId, { system: 'pos', number: '177073571' }))
  await doAct(office, 'operator', 1, 'set_external', { system: 'pos', 'pos.number': '' })
  expect(await page('operator', '/tickets/1')).not.toContain('<dt>№ в ПОС</dt>')
  expect(await office.office.reader.selectFrom('ticket_externals').selectAll().execute()).toEqual([])
})

test('a form sent without a change changes nothing and says so', async () => {
  await submit('operator', capture())
  const response = await doAct(office, 'operator', 1, 'set_external')
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('Ничего не изменено.')
})

test('another system’s number is no work on the ticket: its author may still take the record back', async () => {
  const record = capture()
  await submit('operator', record)
  await submit('operator2', command('set_external', record.ticketId, { system: 'pos', number: '177073571' }))
  await submit('operator', command('withdraw', record.ticketId, {}))
})

test('«Скопировать для ПОС / ИМ» holds the words, the date and the executor', async () => {
  const record = capture({ source: sourceDraft({ key: 'pos:177073571', channel: 'pos', kind: 'message' }) })
  await submit('operator', record)
  expect(await page('head', '/tickets/1')).not.toContain('Скопировать для ПОС / ИМ')
  await submit('head', assign(record.ticketId, 'teploset'))
  await submit(
    'head',
    publish(record.ticketId, {
      text: 'Воду дали.',
      url: null,
      way: 'phone',
      accountId: null,
      outcome: 'solved',
    }),
  )
  const texts = [...parsePage(await page('head', '/tickets/1')).querySelectorAll('.copy-text')].map(
    each => each.textContent,
  )
  expect(texts).toContain('Воду дали.\n\nДата ответа: 16 ноября 2026\nИсполнитель: МУП «Теплосеть»')
})
