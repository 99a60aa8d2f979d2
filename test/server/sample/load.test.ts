import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ComposedOffice, composeOffice } from '../../../server/compose.ts'
import { loadSample } from '../../../server/sample/load.ts'
import type { TicketStatus } from '../../../shared/ticket/ticket.ts'

describe('the sample district in an office', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-sample-'))
  const clock = { now: '2026-11-23T09:30:00.000Z' }
  let composed: ComposedOffice

  beforeAll(async () => {
    composed = await composeOffice({
      dataDir: folder,
      publicUrl: 'http://127.0.0.1',
      now: () => clock.now,
      report(error) {
        throw error
      },
    })
    const { office, setupCode } = composed
    await loadSample(office, clock, {
      now: new Date(clock.now),
      seed: 697,
      setupCode,
      password: 'образец 697',
    })
  }, 120_000)
  afterAll(async () => {
    await composed.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows every turn that a ticket can take in an office that works', async () => {
    const rows = await composed.office.reader.selectFrom('tickets').select('status').distinct().execute()
    const expected: TicketStatus[] = [
      'answered',
      'asking_author',
      'in_progress',
      'merged',
      'new',
      'no_answer_needed',
      'reopened',
      'to_publish',
      'under_control',
      'waiting_outside',
    ]
    expect(rows.map(({ status }) => status)).toEqual(expect.arrayContaining(expected))
  })

  it('has something that waits for a decision of the head', async () => {
    const waiting = await composed.office.reader
      .selectFrom('tickets')
      .select('number')
      .where('before_head_at', 'is not', null)
      .execute()
    expect(waiting.length).toBeGreaterThan(0)
  })
})
