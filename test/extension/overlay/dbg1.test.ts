import { test } from 'vitest'
import puppeteer from 'puppeteer'
import { readFile } from 'node:fs/promises'
import { buildExtension, launch } from '/work/main/test/extension/overlay/harness.ts'
const body = await readFile('/work/main/test/pages/overlay/long.html','utf8')
const run = async (browser, n) => {
  const page = await browser.newPage(); await page.setViewport({width:1000,height:800})
  await page.setRequestInterception(true)
  page.on('request', r => r.isNavigationRequest() ? r.respond({status:200,contentType:'text/html; charset=utf-8',body}) : r.respond({status:204}))
  await page.goto('https://vk.com/public100')
  await new Promise(r=>setTimeout(r,500))
  const a = await page.metrics()
  await page.evaluate(n => window.add(n), n)
  await new Promise(r=>setTimeout(r,1000))
  const b = await page.metrics()
  let hover = 0
  const h0 = await page.metrics()
  for (let i=0;i<100;i++) await page.mouse.move(300 + (i%2)*200, 20 + (i*7)%760)
  const h1 = await page.metrics()
  await page.close()
  return { task: +(b.TaskDuration-a.TaskDuration).toFixed(3), script: +(b.ScriptDuration-a.ScriptDuration).toFixed(3), hoverTask: +((h1.TaskDuration-h0.TaskDuration)*10).toFixed(3) }
}
test('p', async () => {
  const { folder } = await buildExtension()
  const withExt = await launch(folder)
  const alone = await puppeteer.launch({ executablePath:'/usr/bin/chromium', headless:true, pipe:true, args:['--no-sandbox','--disable-gpu'] })
  for (const n of [1000,1000,1000,5000]) { console.log(n, 'alone', JSON.stringify(await run(alone,n)), 'overlay', JSON.stringify(await run(withExt,n))) }
  await withExt.close(); await alone.close()
}, 200000)
