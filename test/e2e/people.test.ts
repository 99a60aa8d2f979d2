import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, overlayShows } from './support/desk.ts'
import {
  ask,
  deskContents,
  hasTickets,
  popupShows,
  pressAt,
  recordElsewhere,
  recordPost,
  startDeskOf,
  syncNow,
  ticketIdOf,
  vkPost,
} from './support/loop.ts'
import { type Hired, startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

describe('Two people', () => {
  let office: TestOffice
  let first: Desk
  let second: Desk

  beforeAll(async () => {
    office = await startOffice()
    first = await startDeskOf((await office.hire({ title: 'Оператор 1', roles: ['operator'] })).invitation)
    second = await startDeskOf((await office.hire({ title: 'Оператор 2', roles: ['operator'] })).invitation)
  })
  afterAll(async () => {
    await first?.stop()
    await second?.stop()
    await office?.stop()
  })

  it('who record the same post without a connection have one ticket, with the edits of both', async () => {
    await office.end()
    for (const desk of [first, second]) await (await recordPost(desk, vkPost)).close()
    const corrections = [
      [first, { place: 'Садовая, 14' }],
      [second, { settlement: 'tsilna' }],
    ] as const
    for (const [desk, changes] of corrections) {
      const ticketId = await ticketIdOf(desk, vkPost.key)
      expect(
        await ask(desk, { type: 'correct', commandId: uuid(), ticketId, changes, confirm: false }),
      ).toMatchObject({
        outcome: 'card',
      })
    }
    await office.start()
    for (const desk of [first, second, first]) await syncNow(desk)
    const [ticket] = await hasTickets(office, 1)
    expect(ticket?.state).toContain('"settlement":"tsilna"')
    for (const desk of [first, second]) {
      const { tickets, outbox, text } = await deskContents(desk)
      expect({ tickets, outbox }).toEqual({ tickets: 1, outbox: 0 })
      expect(text).toContain('Садовая, 14')
      expect(text).toContain('"settlement":"tsilna"')
    }
  })
})

describe('Each sees what is theirs', () => {
  let office: TestOffice
  let head: Desk
  let hired: Hired
  let elsewhere: Hired

  beforeAll(async () => {
    office = await startOffice()
    hired = await office.hire({ title: 'Главный эколог', roles: ['block_head'], blocks: ['ecology'] })
    elsewhere = await office.hire({ title: 'Оператор', roles: ['operator'] })
    head = await startDeskOf(hired.invitation)
  })
  afterAll(async () => {
    await head?.stop()
    await office?.stop()
  })

  const giveBlocks = (blocks: string[]) =>
    office.head.submit(`/people/${hired.personId}`, { blocks }, `/people/${hired.personId}`)

  it('a block head receives of another block’s ticket only the mark', async () => {
    await recordElsewhere(office, elsewhere.invitation, {
      post: 101,
      block: 'roads',
      text: 'Яма у школы глубокая',
    })
    await syncNow(head)
    const { tickets, marks, text } = await deskContents(head)
    expect({ tickets, marks }).toEqual({ tickets: 0, marks: 1 })
    expect(text).not.toContain('Яма')
    const page = await head.open(vkPost.url)
    expect(await overlayShows(page, '№ 1')).toContain('Дороги')
    await page.close()
  })

  it('a block that is given arrives with its tickets, and leaves with them when it is taken away', async () => {
    await giveBlocks(['ecology', 'roads'])
    await syncNow(head)
    const given = await deskContents(head)
    expect(given.tickets).toBe(1)
    expect(given.text).toContain('Яма')
    await giveBlocks(['ecology'])
    await syncNow(head)
    const taken = await deskContents(head)
    expect({ tickets: taken.tickets, marks: taken.marks }).toEqual({ tickets: 0, marks: 1 })
    expect(taken.text).not.toContain('Яма')
  })

  it('the badge is red with the number of overdue tickets whose next act is mine, and clears at once, offline too', async () => {
    await giveBlocks(['roads'])
    await recordElsewhere(office, await office.invite(elsewhere.personId), {
      post: 102,
      block: 'roads',
      text: 'Мост обвалился неделю назад',
      daysAgo: 6.5,
    })
    await syncNow(head)
    await waitFor('the red badge', async () => {
      const { text, colour } = await head.badge()
      return text === '1' && (colour[0] ?? 0) > 150
    })
    await popupShows(head, /1\s+просрочено у меня/)
    await office.end()
    const ticketId = await ticketIdOf(head, 'vk:-212000050:102')
    const published = await ask(head, {
      type: 'publish',
      commandId: uuid(),
      ticketId,
      kind: 'final',
      url: 'https://vk.com/wall-212000050_102?reply=9',
      text: 'Мост отремонтирован',
      accountId: null,
      promisedDate: null,
    })
    expect(published).toMatchObject({ outcome: 'published' })
    // Amber may stay: by the hour of the day, an earlier ticket of this office is due today.
    await waitFor('a badge without the red', async () => {
      const { text, colour } = await head.badge()
      return text === '' || (colour[0] ?? 0) < 150
    })
    await popupShows(head, /0\s+просрочено у меня/)
    await popupShows(head, /нет связи · ждут 1/)
    await office.start()
  })

  it('leaving is refused while something waits, in words', async () => {
    await office.end()
    const post = await head.open(vkPost.url)
    await pressAt(post, '#post-212000050_201 .wall_reply_text')
    await overlayShows(post, 'Записано')
    const page = await head.openExtensionPage('options')
    await page.locator('::-p-text(Отключить…)').click()
    await page.locator('::-p-text(Да, отключить)').click()
    await waitFor('the reason', async () =>
      /Отключить пока нельзя/.test(await page.evaluate(() => document.body.innerText)),
    )
    await page.close()
    await office.start()
    await syncNow(head)
  })

  it('a computer whose key was taken away keeps what it has and says what to do', async () => {
    const { html } = await office.head.get(`/people/${hired.personId}`)
    const revoke = /action="([^"]*revoke[^"]*)"/u.exec(html)?.[1]
    await office.head.submit(`/people/${hired.personId}`, {}, revoke)
    await syncNow(head)
    await popupShows(head, /ключ этого компьютера отозван/)
  })
})

describe('The administrator', () => {
  it('opens people and settings from the extension without a password, and is offered no report', async () => {
    const office = await startOffice()
    const hired = await office.hire({ title: 'Системный администратор', roles: ['admin'] })
    const desk = await startDeskOf(hired.invitation)
    try {
      await popupShows(desk, /Открыть сотрудников и настройки/)
      const popup = await desk.openExtensionPage('popup')
      await popup.locator('::-p-text(Открыть сотрудников и настройки)').click()
      const page = await waitFor('the page of people', async () => {
        const pages = await desk.browser().pages()
        return pages.find(each => each.url() === `${office.url}/people`)
      })
      expect(await page.evaluate(() => document.body.innerText)).toContain('Системный администратор')
    } finally {
      await desk.stop()
      await office.stop()
    }
  })
})

describe('An invitation', () => {
  let office: TestOffice
  let used: Hired

  beforeAll(async () => {
    office = await startOffice()
    used = await office.hire({ title: 'Оператор', roles: ['operator'] })
  })
  afterAll(async () => {
    await office?.stop()
  })

  async function tryInvitation(desk: Desk, text: string, words: RegExp): Promise<void> {
    const page = await desk.openExtensionPage('options')
    const field = await page.waitForSelector('textarea, input[type="text"], input:not([type])')
    await field?.type(text)
    await field?.evaluate(element => element.closest('form')?.requestSubmit())
    await waitFor(`the words ${words}`, async () =>
      words.test(await page.evaluate(() => document.body.innerText)),
    )
    await page.close()
  }

  it('that is cut, was used, or leads to a server that is down is answered with what to do', async () => {
    const desk = await startDeskOf(used.invitation)
    await desk.stop()
    const { startDesk } = await import('./support/desk.ts')
    const fresh = await startDesk()
    try {
      await tryInvitation(fresh, 'приглашение от Ивановой', /не строка приглашения|начинается с/)
      await tryInvitation(fresh, used.invitation, /использован/)
      const next = await office.invite(used.personId)
      await office.end()
      await tryInvitation(fresh, next, /не отвечает/)
      await office.start()
    } finally {
      await fresh.stop()
    }
  })
})
