import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { GRID_3, heardIn, Town } from './town.ts'

const LAMP = '/报事 3号楼2单元楼道灯不亮'

describe('pictures', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const pictures = (number = 1) => town.database.client.issueAttachment.count({ where: { issue: { number } } })
  /** Another picture than the last one, so that it is another file. */
  const picture = (mark: number) => ({ name: 'p.png', bytes: Uint8Array.from([...zebraCrossing(), mark]) })

  it('belong to the report that follows within three minutes', async () => {
    expect(await town.sendsPicture('ma', GRID_3)).toEqual([])
    await town.minutesLater(2)
    await town.says('ma', GRID_3, LAMP)
    expect(await pictures()).toBe(1)
    expect(await town.database.client.recentPhoto.count()).toBe(0)
  })

  it('belong to the report they follow within three minutes', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.minutesLater(2)
    expect(heardIn(GRID_3, await town.sendsPicture('ma', GRID_3, picture(1)))).toBe('照片收到，放进 #1 了。')
    expect(await town.sendsPicture('ma', GRID_3, picture(2)), 'one line for a handful of pictures').toEqual([])
    expect(await pictures()).toBe(2)
  })

  it('do not belong to it after three minutes, or from somebody else', async () => {
    await town.sendsPicture('ma', GRID_3)
    await town.minutesLater(4)
    await town.sendsPicture('chen', GRID_3)
    await town.says('ma', GRID_3, LAMP)
    expect(await town.sendsPicture('chen', GRID_3)).toEqual([])
    await town.minutesLater(4)
    expect(await town.sendsPicture('ma', GRID_3)).toEqual([])
    expect(await pictures()).toBe(0)
  })

  it('of two people at once go to the report of each', async () => {
    await town.sendsPicture('ma', GRID_3, picture(1))
    await town.sendsPicture('chen', GRID_3, picture(2))
    await town.says('chen', GRID_3, '/报事 5号楼门口垃圾桶满了')
    await town.says('ma', GRID_3, LAMP)
    const [first, second] = await town.database.client.issueAttachment.findMany({ orderBy: { issueId: 'asc' } })
    const hash = (mark: number) => createHash('sha256').update(picture(mark).bytes).digest('hex')
    expect([first?.sha256, second?.sha256]).toEqual([hash(2), hash(1)])
  })

  it('that come with 0 bytes are asked for again, and then it is said', async () => {
    town.puppet.faults.emptyPictures = 2
    await town.sendsPicture('ma', GRID_3)
    await town.says('ma', GRID_3, LAMP)
    expect(await pictures()).toBe(1)

    town.puppet.faults.emptyPictures = 99
    await town.sendsPicture('chen', GRID_3)
    const answer = await says('chen', GRID_3, '/报事 5号楼门口垃圾桶满了')
    expect(answer).toMatch(/#2 已登记/)
    expect(answer).toMatch(/有一张照片没有传过来，请再发一次/)
  })

  it('that are none are refused kindly', async () => {
    await town.says('ma', GRID_3, LAMP)
    const text = { name: 'p.jpg', bytes: new TextEncoder().encode('<svg onload=alert(1)>') }
    expect(heardIn(GRID_3, await town.sendsPicture('ma', GRID_3, text))).toMatch(/小格打不开/)
    expect(await pictures()).toBe(0)
  })

  it('are asked for at 办结, taken when they come, kept as a file, and shown to the residents', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', 'worker-03', '/受理 1')
    expect(await says('worker-03', 'worker-03', '/办结 1 灯已换好')).toMatch(/#1 还差一张办好以后的照片/)
    expect(await says('worker-03', 'worker-03', '马上拍')).not.toMatch(/已处置/)

    const said = await town.sendsPicture('worker-03', 'worker-03')

    expect(heardIn('worker-03', said)).toMatch(/#1 3号网格员已处置：灯已换好/)
    expect(heardIn(GRID_3, said)).toMatch(/^@马先生 #1 3号网格员已处置：灯已换好\n请引用这条回「满意」.*\n\[图片\]$/)
    const { sha256 } = await town.database.client.attachment.findFirstOrThrow()
    const kept = await readFile(join(town.dataDir, 'attachments', sha256.slice(0, 2), sha256))
    expect(createHash('sha256').update(kept).digest('hex')).toBe(sha256)
    expect(Buffer.compare(kept, zebraCrossing())).toBe(0)
    const shown = said.find((each) => each.picture)?.picture
    expect(Buffer.compare(shown?.bytes ?? new Uint8Array(), kept)).toBe(0)
  })
})
