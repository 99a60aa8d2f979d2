/*
 * The office in a process of its own, composed from the same parts as `server/main.ts` but with a clock that the test
 * moves by a message. What the office does by itself, it does at the message.
 */
import * as z from 'zod'
import { composeOffice } from '../../../server/compose.ts'
import { createApp } from '../../../server/http/app.ts'
import { listen } from '../../../server/http/listen.ts'
import { reportError } from '../../../server/http/report.ts'
import { mountPages } from '../../../server/pages/index.ts'

const { DATA_DIR, PORT, HOST } = z
  .object({ DATA_DIR: z.string(), PORT: z.coerce.number(), HOST: z.string() })
  .parse(process.env)
const publicUrl = `http://${HOST}:${PORT}`
let ahead = 0

const composed = await composeOffice({
  dataDir: DATA_DIR,
  publicUrl,
  now: () => new Date(Date.now() + ahead).toISOString(),
  report: reportError,
})
const app = createApp(composed.office, { mountPages, report: reportError })
const listening = await listen(app, { port: PORT, host: HOST })
if (await composed.office.setup.isNeeded()) console.log(`${publicUrl}/setup?code=${composed.setupCode}`)

process.on('message', message => {
  ahead = Date.parse(z.object({ now: z.iso.datetime() }).parse(message).now) - Date.now()
  void composed.office.jobs.tick().then(report => process.send?.({ report }))
})

process.on('SIGTERM', () => {
  void (async () => {
    await composed.office.live.close()
    await listening.stop()
    await composed.close()
    process.exit(0)
  })()
})
