import { describe, expect, it } from 'vitest'
import { settled } from '../../src/backup/waiting.ts'

const madeAt = '2026-06-03T19:20:00.000Z'
const now = new Date('2026-06-04T01:00:00Z')
const row = (state: string, more: Record<string, string | null> = {}) => ({
  id: 1,
  state,
  text: '已登记 #1',
  notBefore: '2026-06-03T10:00:00.000Z',
  sentAt: null,
  givenUpAt: null,
  lastError: null,
  ...more,
})
const unknown = { state: 'UNKNOWN', sentAt: madeAt, lastError: expect.stringContaining('restored from a back-up') }

describe('a message that was waiting when the back-up was made', () => {
  it.each(['PENDING', 'SENDING', 'FAILED'])('and was %s is nobody’s to say again', (state) => {
    expect(settled(row(state), { madeAt, now, moved: false })).toMatchObject(unknown)
  })

  it('is said when its time has not come even now', () => {
    const later = row('PENDING', { notBefore: '2026-06-04T01:30:00.000Z' })
    expect(settled(later, { madeAt, now, moved: false })).toBe(later)
  })

  it('is said when the bot has not run since, unless it was just being said', () => {
    for (const state of ['PENDING', 'FAILED']) {
      const waiting = row(state)
      expect(settled(waiting, { madeAt, now, moved: true })).toBe(waiting)
    }
    expect(settled(row('SENDING'), { madeAt, now, moved: true })).toMatchObject(unknown)
  })

  it('is left alone when it was settled', () => {
    const rows = [
      ...['SENT', 'ECHOED', 'UNKNOWN', 'CANCELLED'].map((state) => row(state)),
      row('FAILED', { givenUpAt: madeAt }),
    ]
    for (const each of rows) expect(settled(each, { madeAt, now, moved: false })).toBe(each)
  })
})
