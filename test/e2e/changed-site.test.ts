import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from './support/built.ts'
import type { Desk } from './support/desk.ts'
import { popupShows, startDeskOf, ticketsOf, vkPost } from './support/loop.ts'
import { startOffice, type TestOffice } from './support/office.ts'

const broken = 'https://vk.com/wall-212000050_105'

describe('A site that changed', () => {
  let office: TestOffice
  let desk: Desk

  beforeAll(async () => {
    office = await startOffice()
    const hired = await office.hire({ title: 'Оператор', roles: ['operator'] })
    desk = await startDeskOf(hired.invitation)
    desk.serve({ url: broken, body: readFileSync(join(projectRoot, 'test/pages/vk/broken-2027.html')) })
  })
  afterAll(async () => {
    await desk?.stop()
    await office?.stop()
  })

  it('is told in the popup with the way out, and the warning goes when a page is read again', async () => {
    const page = await desk.open(broken)
    await popupShows(desk, /Страница ВКонтакте изменилась/)
    await page.goto(vkPost.url)
    await popupShows(desk, /Открыть пульт(?![\s\S]*Страница ВКонтакте изменилась)/)
    await page.close()
  })

  it('gives nothing away: no ticket comes of a page that nobody recorded', () => {
    expect(ticketsOf(office)).toEqual([])
  })
})
