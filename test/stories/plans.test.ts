import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { makeTerm } from '../courses/term.ts'
import { noteStatements, planOf, type Said } from '../database/noted-statements.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'
import { writes } from './wall-writer.ts'
import { halfSure } from './wordings.ts'

/** What is never deleted, or not for years. */
const GROWING =
  /^(OutboxMessage|Issue|IssueEvent|IssueAttachment|Supporter|Attachment|Person|ChatIdentity|HandledMessage|DirectiveDelivery|DirectiveReceipt|ReceiptPhoto|Enrolment|EnrolmentEvent|Attendance|AuditEntry|SurveyAnswer)$/
/** By the state alone, which nearly all that was ever said shares, within a chat or not. */
const BY_STATE =
  /OutboxMessage_\w+ \((?:account=\?|ANY\(account\)|(?:account=\? AND |ANY\(account\) AND )?(?:chatId=\? AND )?state=\?)\)/
/** All that was ever said in a chat. */
const BY_CHAT = /OutboxMessage_\w+ \(account=\? AND chatId=\?\)/

/**
 * SQLite is synchronous: a statement that reads all there ever was holds up everybody, and in a story that takes a minute nobody
 * would notice it. So it is asked how it goes about everything it was told.
 */
describe('where the bot has spoken for years', () => {
  let town: Town
  let database: Database
  let noted: Map<string, Said>
  beforeAll(async () => {
    noted = noteStatements()
    database = await openDatabase({ url: `file:${join(runFolder(), 'plans.db')}` })
    town = await Town.open({ database })
  })
  // A community file is read once, and what a test asks is its own affair.
  beforeEach(() => noted.clear())
  afterAll(async () => {
    await town.close()
    await database.close()
    vi.restoreAllMocks()
  })

  const says = async (who: string, text: string, chat = who) => heardIn(chat, await town.says(who, chat, text))

  it('reports and what follows them', async () => {
    await says('ma', '/报事 3号楼2单元楼道灯不亮', GRID_3)
    await town.tells('zhou', GRID_3, '我家也是')
    await says('ma', '/报事 3号楼电梯困人了', GRID_3)
    await town.tells('chen', GRID_3, '3号楼电梯困人了，快来')
    expect(await says('ma', '/报事 向阳小区3号楼大门坏了')).toMatch(/已登记/)
    await town.sendsPicture('ma', 'ma')
    expect(await says('ma', '/撤销')).toMatch(/撤销|撤回/)
    await says('worker-03', '/待办')
    await says('worker-03', '/受理 1')
    expect(await slow()).toEqual([])
  })

  it('posts on the wall, and the taking back of them', async () => {
    const number = await writes(town, 'ma', '/留言 祝大家中秋快乐')
    await writes(town, 'chen', '/留言 谢谢大家')
    await says('zhou', '/留言墙')
    await says('staff-1', '/留言墙 精选')
    expect(await says('staff-1', `/留言墙 精选 ${number}`)).toMatch(/开始往12个群发/)
    await town.minutesLater(1)
    expect(await says('staff-1', '/撤销')).toMatch(/正在收回/)
    expect(await says('ma', `/留言 删 ${number}`)).toMatch(/已经删掉/)
    await says('he', '/留言 活着没意思，不想活了')
    await says('he', '好')
    expect(await slow()).toEqual([])
  })

  it('orders, and their recall', async () => {
    await says('staff-1', '/转发 全部\n今天17:00前清理楼道堆物', STAFF)
    expect(heardIn(STAFF, await town.says('staff-1', STAFF, '确认', town.last(STAFF)))).toMatch(/开始往 12 个群发/)
    await town.says('worker-03', GRID_3, '收到', town.last(GRID_3))
    expect(await says('staff-1', '/转发 撤回 1', STAFF)).toMatch(/正在收回/)
    expect(await slow()).toEqual([])
  })

  it('places in a course, and what is told of its lessons', async () => {
    const { id: communityId } = await database.client.community.findFirstOrThrow()
    const lessons = [1, 2].map((days) => new Date(town.now().getTime() + days * 86_400_000))
    const term = { communityId, title: '剪纸', opensAt: town.now(), resultToldAt: town.now(), lessons }
    await database.transaction((tx) => makeTerm(tx, term))
    expect(await says('ma', '/报名 剪纸', GRID_3)).toMatch(/报上了/)
    await says('zhou', '/报名 剪纸', GRID_3)
    await says('zhou', '/取消报名 剪纸', GRID_3)
    expect(await says('staff-1', '/课表 剪纸 1 取消 老师外出')).toMatch(/取消了/)
    await says('staff-1', '/课表 剪纸 名额 25')
    expect(await slow()).toEqual([])
  })

  it('whatever comes round by itself', async () => {
    const [words = '', others = ''] = halfSure(2)
    await town.tells('zhou', GRID_3, words)
    expect(await says('worker-03', '不是')).toMatch(/作废|不是|好的/)
    await town.tells('chen', GRID_3, others)
    await says('worker-03', '好的')
    for (const minutes of [1, 10, 10]) await town.minutesLater(minutes)
    await says('staff-1', '/状态')
    expect(await slow()).toEqual([])
    expect(await database.client.issue.count({ where: { words: '' } }), 'the guess is forgotten').toBe(1)
  })

  it('a chat that says the bot speaks too often', async () => {
    await says('ma', '/帮助', GRID_3)
    town.puppet.note(GRID_3, '操作过于频繁，可稍后再试。')
    await expect.poll(() => database.client.accountPause.count(), { timeout: 15_000 }).toBe(1)
    expect(await slow()).toEqual([])
  })

  /** The statements of this test that read all of something that grows. */
  async function slow(): Promise<string[]> {
    const found: string[] = []
    const all = [...noted.values()]
    for (const said of all) {
      if (!/^\s*(?:SELECT|UPDATE|DELETE)/.test(said.sql)) continue
      for (const step of await planOf(database, said)) {
        if (isWhole(step, said)) found.push(`${step}\n    ${said.sql}`)
      }
    }
    return found
  }
})

function isWhole(step: string, { sql, parameters }: Said): boolean {
  const [, name = ''] = /^SCAN (?:main\.)?(\w+)/.exec(step) ?? []
  const table = new RegExp(`["\`](\\w+)["\`] AS ["\`]${name}["\`]`).exec(sql)?.[1] ?? name
  if (GROWING.test(table)) return true
  if (/Issue_\w+ \((?:communityId=\? AND )?state=\?\)/.test(step)) return parameters.includes('CLOSED')
  if (BY_CHAT.test(step)) return true
  if (!BY_STATE.test(step)) return false
  // What waits or is being said is little, and asked for by its state with good reason; but not where there is a key.
  const little = !parameters.includes('ECHOED') || /PENDING|`state` = /.test(`${parameters} ${sql}`)
  return !little || /`key` LIKE/.test(sql)
}
