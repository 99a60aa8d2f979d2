/** Keys are counted in a real browser: the entry by hand of a known topic (REQUIREMENTS: at most 60 besides the text). */
import { serve } from '@hono/node-server'
import { expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { openOffice } from '../office-for-tests.ts'
import { cookieOf } from './sample-office.ts'

test('a call about a known topic takes two keys besides its text', { timeout: 60_000 }, async () => {
  const office = await openOffice({ mountPages })
  const browser = await launchChromium({})
  const server = serve({ fetch: office.app.fetch, port: 0 })
  try {
    const address = server.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const [name = '', value = ''] = (await cookieOf(office, 'operator')).split('=')
    const page = await browser.newPage()
    await page.setCookie({ name, value, url: origin })
    await page.goto(`${origin}/record?channel=phone`)
    await page.evaluate(() => {
      document.addEventListener('keydown', event => {
        const shown = document.body.dataset.keys ?? ''
        document.body.dataset.keys = event.key === 'Unidentified' ? shown : `${shown} ${event.key}`
      })
    })
    const text = 'В Цильне на Садовой, 5 нет холодной воды'
    // The field has the focus already; a text takes as many keys as it has letters.
    await page.keyboard.type(text)
    const typed = await page.$eval('body', body => body.dataset.keys?.trim().split(/ +/).length ?? 0)
    let pressed = 0
    const press = async (key: 'Control' | 'Enter', act: 'down' | 'up') => {
      if (act === 'down') pressed += 1
      await page.keyboard[act](key)
    }
    const arrived = page.waitForNavigation()
    await press('Control', 'down')
    await press('Enter', 'down')
    await press('Enter', 'up')
    await press('Control', 'up')
    await arrived
    expect(typed).toBeLessThanOrEqual(text.length)
    expect(pressed).toBeLessThanOrEqual(60)
    expect(await page.$eval('main', main => main.textContent)).toContain('Записано')
    const view = await office.office.tickets.find(await office.signed('operator'), { number: 1 })
    expect(view?.ticket).toMatchObject({ block: 'zhkh', settlement: 'tsilna' })
  } finally {
    server.close()
    await browser.close()
    await office.close()
  }
})
