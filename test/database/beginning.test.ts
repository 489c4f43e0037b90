import { expect, it } from 'vitest'
import { beginningWith } from '../../src/database/beginning.ts'
import { addRows } from '../../src/database/many-rows.ts'
import { describeOnBoth } from './both.ts'

const at = new Date('2026-06-03T07:00:00Z')
const KEYS = [
  'wall:1',
  'wall:1:',
  'wall:1:群',
  'wall:1:a',
  'wall:1:~',
  'wall:1:😀',
  'wall:10:a',
  'wall:1;',
  'WALL:1:a',
  'wall_1:a',
  null,
]

describeOnBoth('keys that begin alike', (open, { dialect }) => {
  it('are sorted by their bytes, whatever language the server was made for', async () => {
    if (dialect === 'sqlite') return
    const { client } = await open()
    const column = `SELECT collation_name FROM information_schema.columns WHERE table_name = 'OutboxMessage' AND column_name = 'key'`
    expect(await client.$queryRawUnsafe(column)).toEqual([{ collation_name: 'C' }])
  })

  it('are found together, whatever comes behind, and no others', async () => {
    const { client, transaction } = await open()
    const row = { account: 'bot', chatKind: 'GROUP', chatId: 'g', text: '', mentions: [], priority: 1 } as const
    const rows = KEYS.map((key) => ({ ...row, key, notBefore: at, createdAt: at }))
    await transaction((tx) => addRows(tx, 'OutboxMessage', rows))
    const found = await client.outboxMessage.findMany({
      where: { key: beginningWith('wall:1:') },
      orderBy: { id: 'asc' },
    })
    expect(found.map(({ key }) => key)).toEqual(['wall:1:', 'wall:1:群', 'wall:1:a', 'wall:1:~', 'wall:1:😀'])
  })

  it('cannot be asked for by what ends in no sign of ASCII', () => {
    expect(() => beginningWith('')).toThrow(RangeError)
    expect(() => beginningWith('墙')).toThrow(RangeError)
  })
})
