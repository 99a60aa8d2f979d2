// temporary
import { serve } from '@hono/node-server'
import puppeteer from 'puppeteer'
import { it } from 'vitest'
import { cookieOf, openSampleOffice } from './sample-office.ts'
import { openOffice } from '../office-for-tests.ts'
import { mountPages } from '../../../server/pages/index.ts'
it('shots', async () => {
  const office = await openSampleOffice({ every: Number(process.env.EVERY ?? 3) })
  const server = serve({ fetch: office.app.fetch, port: 0 })
  await new Promise(r => setTimeout(r, 300))
  const port = (server.address() as { port: number }).port
  const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const cookie = await cookieOf(office, 'head')
  const [name, value] = cookie.split('=')
  const only = (process.env.ONLY ?? '').split(',').filter(Boolean)
  const n = process.env.N ?? '40'
  const pages: [string, string][] = [['report', '/'], ['report-month', '/?period=month&date=2026-11-01'], ['tickets', '/tickets'], ['overdue', '/tickets?metric=overdue'], ['empty', '/tickets?text=абвгд'], ['ticket', '/tickets/' + n], ['ticket2', '/tickets/' + (Number(n) + 3)], ['people', '/people'], ['person', '/people/' + office.idOf('executor')], ['new', '/people/new'], ['settings', '/settings'], ['password', '/password'], ['missing', '/nope']]
  const dark = process.env.DARK
  for (const width of [1280, 390]) {
    const page = await browser.newPage()
    await page.setViewport({ width, height: 900, deviceScaleFactor: width === 390 ? 1.5 : 1 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
    await browser.setCookie({ name: name ?? '', value: value ?? '', domain: 'localhost', path: '/' })
    for (const [id, path] of pages) {
      if (only.length && !only.includes(id)) continue
      await page.goto(`http://localhost:${port}${path}`)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) console.log('OVERFLOW', id, width, over)
      await page.screenshot({ path: `/tmp/shots/${id}-${width}${dark ? '-dark' : ''}.png`, fullPage: true })
      if (width === 1280 && ['report', 'ticket', 'tickets'].includes(id)) { await page.setViewport({width: id==='ticket'?703:1032,height:1000}); await page.emulateMediaType('print'); await page.screenshot({ path: `/tmp/shots/${id}-print.png`, fullPage: true }); await page.emulateMediaType('screen'); await page.setViewport({width,height:900}) }
    }
    if (!only.length || only.includes('signin')) {
      await browser.deleteCookie({ name: name ?? '', value: '', domain: 'localhost', path: '/' })
      await page.goto(`http://localhost:${port}/sign-in`)
      await page.screenshot({ path: `/tmp/shots/signin-${width}.png`, fullPage: true })
    }
  }
  await browser.close(); server.close(); await office.close()
})
