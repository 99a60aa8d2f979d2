import { describe, expect, it } from 'vitest'
import { clockWords, syncWords } from '../../../extension/ui/words.ts'
import { onlineSync } from './fake-bridge.ts'
import { now } from './office.ts'

const zone = 'Europe/Ulyanovsk'
const waiting = { ...onlineSync, waiting: 3, waitingSince: '2026-11-25T10:05:00.000Z' }

describe('The state of sync in words', () => {
  it.each([
    ['online', onlineSync, 'на связи · всё отправлено'],
    ['offline', { ...waiting, link: 'offline' as const }, 'нет связи · ждут 3, с 14:05'],
    ['revoked', { ...waiting, link: 'revoked' as const }, 'ключ этого компьютера отозван · ждут 3, с 14:05'],
    [
      'client too old',
      { ...waiting, link: 'client-too-old' as const },
      'обновите расширение · ждут 3, с 14:05',
    ],
  ])('%s', (_name, sync, line) => {
    expect(syncWords(sync, 0, now, zone).line).toBe(line)
  })

  it('never says that all was sent while something lies refused', () => {
    expect(syncWords(onlineSync, 1, now, zone)).toMatchObject({
      tone: 'refused',
      line: 'на связи · отправлено, не принято 1',
    })
    expect(syncWords(waiting, 2, now, zone).line).toBe('на связи · ждут 3, с 14:05 · не принято 2')
    for (const link of ['online', 'syncing', 'offline', 'revoked', 'server-error'] as const)
      expect(syncWords({ ...onlineSync, link }, 1, now, zone).line).not.toContain('всё отправлено')
  })

  it('says that nothing is lost and what to do, wherever something is wrong', () => {
    for (const link of ['offline', 'revoked', 'client-too-old', 'server-too-old', 'server-error'] as const) {
      expect(syncWords({ ...waiting, link }, 0, now, zone).advice).toMatch(
        /3 действия сохранены на этом компьютере/,
      )
    }
  })

  it('mentions the clock from five minutes on', () => {
    expect(clockWords(4)).toBeNull()
    expect(clockWords(12)).toMatch(/спешат на 12 минут/)
    expect(clockWords(-300)).toMatch(/отстают на 5 часов/)
  })
})
