import { expect, it } from 'vitest'
import { describeOnBoth } from '../database/both.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'

describeOnBoth('the bot', (open) => {
  it('does once what is delivered twice, keeps the order of many at once, takes back, and reminds in time', async () => {
    const town = await Town.open({ database: await open(), faults: { duplicateDelivery: true } })
    const { client } = town.database

    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toMatch(/#1 已登记/)
    await town.sendsPicture('ma', GRID_3)
    await town.says('chen', GRID_3, '/附议 1')
    expect(await client.issue.count()).toBe(1)
    expect(await client.issueAttachment.count()).toBe(1)
    expect(await client.supporter.count()).toBe(1)

    const lines = Array.from({ length: 12 }, (_, index) => ({
      who: index % 2 === 0 ? 'ma' : 'chen',
      chat: GRID_3,
      text: `/报事 3号楼第${index + 1}盏路灯不亮`,
    }))
    const cards = heardIn(GRID_3, await town.speakAtOnce(lines)).match(/#\d+ 已登记：3号楼第\d+盏/g)
    expect(cards).toEqual(lines.map((_, index) => `#${index + 2} 已登记：3号楼第${index + 1}盏`))

    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '/撤销'))).toMatch(/#13 刚才的报事已撤销/)
    expect(heardIn(GRID_3, await town.says('worker-03', GRID_3, '/受理 1'))).toMatch(/#1 /)
    expect(heardIn(GRID_7, town.said)).toBe('')

    expect(town.logged).toEqual([])

    // Days later the time for what was taken on is nearly over.
    const since = town.said.length
    await town.moveClock('+3d')
    expect(heardIn('worker-03', town.said.slice(since))).toMatch(/期限快到了.*\n#1 /)
    expect(await client.jobRun.count({ where: { state: 'FAILED' } })).toBe(0)
    expect(await client.outboxMessage.count({ where: { state: { in: ['UNKNOWN', 'FAILED'] } } })).toBe(0)
    await town.close()
  }, 60_000)
})
