import { readFileSync } from 'node:fs'
import puppeteer from 'puppeteer'

const [out, ...names] = process.argv.slice(2)
const b = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const p = await b.newPage()
await p.setContent(
  `<body style="margin:0;background:#888;display:flex;gap:10px;align-items:start;width:max-content">${names.map(n => `<img src="data:image/png;base64,${readFileSync(`/tmp/ui-${n}.png`).toString('base64')}">`).join('')}`,
)
const box = await p.evaluate(() => ({ w: document.body.scrollWidth, h: document.body.scrollHeight }))
await p.setViewport({ width: box.w, height: box.h })
await p.screenshot({ path: out })
await b.close()
