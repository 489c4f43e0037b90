import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountId } from '../../src/ids.ts'
import type { Said } from '../../src/sandbox/puppet.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { readSpreadsheet } from '../spreadsheet/read-spreadsheet.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

describe('what was ordered is found again', () => {
  let town: Town
  beforeAll(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
    await relays('staff-1', '/转发 1,3,7\n各网格：\n网格员今天17:00前清理楼道堆物；物业公司检查消防通道(.*)')
    await town.minutesLater(60)
    await relays('staff-2', '/通知 3\n明天9:00到11:00停水，请提前储水。100%恢复后再用。')
    await town.minutesLater(1)
    await town.says('ma', GRID_3, '几点到几点停水？', town.last(GRID_3))
    await receipt('worker-03', 3, 'ACKNOWLEDGED', 4)
    await receipt('worker-03', 3, 'DONE', 30, '楼道清完了，联系13800138000')
    await town.says('staff-1', 'staff-1', '/立项 任务1 1 3')
    await town.says('ma', GRID_3, '/报事 3号楼2单元502室漏水，电话13912345678')
    await town.says('ma', GRID_3, '/报事 邻居老王打老婆')
  })
  afterAll(() => town.close())

  const relays = async (who: string, text: string) => {
    await town.says(who, who, text)
    await town.says(who, who, '确认')
  }
  const receipt = async (
    contactId: string,
    number: number,
    step: 'ACKNOWLEDGED' | 'DONE',
    minute: number,
    note?: string,
  ) => {
    const { person, grid, order } = await town.database.transaction(async (tx) => ({
      person: await tx.chatIdentity.findFirstOrThrow({ where: { contactId } }),
      grid: await tx.grid.findFirstOrThrow({ where: { number } }),
      order: await tx.directive.findFirstOrThrow({ where: { number: 1 } }),
    }))
    const at = shanghai(2026, 6, 3, 9, minute)
    const row = {
      directiveId: order.id,
      gridId: grid.id,
      personId: person.personId,
      hat: 'worker',
      step,
      at,
      note: note ?? null,
    }
    await town.database.transaction((tx) =>
      tx.directiveReceipt.create({
        data: { ...row, account: person.account as AccountId, messageId: `receipt ${step}` },
      }),
    )
  }
  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const fileIn = (said: readonly Said[]) => said.find(({ file }) => file)?.file

  it('in a list, of all or of a period', async () => {
    expect(await says('staff-1', STAFF, '/转发 记录')).toMatch(
      /最近的任务和通知：\n通知2 6月3日\(周三\) 3号网格 发出了「明天9:00到11:00停水，请提前储水…」\n任务1 6月3日\(周三\) 1、3、7号网格 发出了「网格员今天17:00前清理楼道堆物；物业…」\n看一件发/,
    )
    expect(await says('staff-1', 'staff-1', '/转发 记录本周')).toMatch(
      /6月1日\(周一\)到6月3日\(周三\)的任务和通知：\n通知2/,
    )
    expect(await says('staff-1', 'staff-1', '/通知 记录 6月3日..6月3日')).toMatch(/^6月3日\(周三\)的任务和通知/)
    expect(await says('staff-1', 'staff-1', '/转发 记录 上周')).toMatch(
      /^5月25日\(周一\)到5月31日\(周日\)没有任务和通知/,
    )
    expect(await says('staff-1', 'staff-1', '/转发 记录 那阵子')).toMatch(/时段请写/)
  })

  it.each([
    ['堆物', /任务1/],
    ['(.*)', /任务1/],
    ['（．＊）', /任务1/],
    ['100%', /通知2/],
    ['%', /通知2/],
    ['.*停水', /没有找到/],
    ['_', /没有找到/],
    ['[', /没有找到/],
    [' ', /请写上要找的词/],
  ])('by the word %s', async (word, found) => {
    expect(await says('staff-1', 'staff-1', `/转发 找 ${word}`)).toMatch(found)
  })

  it('whole, with who ordered and confirmed it and what came of it', async () => {
    const shown = await says('staff-2', 'staff-2', '/转发 看 1')
    expect(shown).toMatch(
      /^任务1 · 1、3、7号网格 · 发出了\n6月3日\(周三\) 09:00 许主任下达\n6月3日\(周三\) 09:00 许主任确认\n6月3日\(周三\) 09:00 开始发\n任务1 3个群都发到了（09:00）。\n网格员：3个网格，1个回了，1个完成\n物业：3个网格，0个回了\n志愿者：3个网格，0个回了\n立项 1 件\n要点：/,
    )
    expect(shown).toContain('\n各网格：\n网格员今天17:00前清理楼道堆物；物业公司检查消防通道(.*)')
    expect(await says('staff-2', 'staff-2', '/通知 看 2')).toMatch(/有 1 个问题，都答了/)
    expect(await says('staff-2', 'staff-2', '/通知 看 77')).toMatch(/没有编号 77/)
    expect(await says('staff-1', GRID_3, '/通知 看 2')).toMatch(/工作群里或者私聊/)
    expect(await says('ma', 'ma', '/通知 看 2')).toMatch(/由社区工作人员使用/)
  })

  it('privacy 18: in a spreadsheet that names nobody, unless that is asked for, with who asked for it', async () => {
    const said = await town.says('staff-1', 'staff-1', '/导出 转发')
    const book = readSpreadsheet(fileIn(said)?.bytes ?? new Uint8Array())
    expect(book['任务和通知']?.[0]?.[0]).toMatch(/^许主任 于 .*10:01.* 导出，个人信息已隐去/)
    expect(book['回执']?.slice(2).map((row) => row.slice(0, 4))).toEqual([
      [1, 3, '杨*', '网格员'],
      [1, 3, '杨*', '网格员'],
    ])
    const rows = JSON.stringify(Object.values(book).map((sheet) => sheet?.slice(1)))
    expect(rows).not.toMatch(/许主任|小郑|杨静|139/)
    const audit = await town.database.client.auditEntry.findFirstOrThrow({ where: { action: 'export.orders' } })
    expect(audit.data).toMatchObject({ named: false })
  })

  it('in a spreadsheet with all its stamps', async () => {
    const said = await town.says('staff-1', 'staff-1', '/导出 转发 6月1日..6月30日 实名')
    expect(heardIn('staff-1', said)).toBe(
      '6月1日(周一)到6月30日(周二)：2 件任务和通知，在下面的表格里。\n[文件] 任务和通知_2026-06-01_2026-06-30.xlsx',
    )
    const book = readSpreadsheet(fileIn(said)?.bytes ?? new Uint8Array())
    expect(Object.keys(book)).toEqual(['任务和通知', '各群', '回执', '问题'])
    expect(book['任务和通知']?.[0]?.[0]).toMatch(/^许主任 于 .*10:01.* 导出，含个人信息/)
    const [, headings = [], first = [], second = []] = book['任务和通知'] ?? []
    const cell = (row: readonly unknown[], name: string) => row[headings.indexOf(name)]
    expect(headings.length).toBe(20)
    expect(
      [first, second].map((row) =>
        ['编号', '种类', '范围', '下达人', '确认人', '群', '发到', '问题', '立项'].map((name) => cell(row, name)),
      ),
    ).toEqual([
      [1, '任务', '1、3、7号网格', '许主任', '许主任', 3, 3, 0, 1],
      [2, '通知', '3号网格', '小郑', '小郑', 1, 1, 1, 0],
    ])
    expect(cell(first, '正文')).toMatch(/清理楼道堆物/)
    expect(cell(first, '开始发')).toMatch(/2026.*09:00/)
    expect(book['各群']?.slice(2).map(([number, grid, , state]) => [number, grid, state])).toEqual([
      [1, 1, '发到了'],
      [1, 3, '发到了'],
      [1, 7, '发到了'],
      [2, 3, '发到了'],
    ])
    expect(book['回执']?.slice(2).map((row) => row.filter((_, at) => at !== 5))).toEqual([
      [1, 3, '杨静', '网格员', '收到'],
      [1, 3, '杨静', '网格员', '完成', '楼道清完了，联系〔电话〕'],
    ])
    expect(book['问题']?.slice(2).map((row) => row.slice(0, 4))).toEqual([
      [2, 3, '几点到几点停水？', expect.stringMatching(/9:00到11:00/)],
    ])
    const audit = await town.database.client.auditEntry.findFirstOrThrow({
      where: { action: 'export.orders' },
      orderBy: { id: 'desc' },
    })
    expect(audit.data).toMatchObject({ rows: 2 + 4 + 2 + 1, named: true })
  })

  it('and issues without anybody’s words, names, doors or numbers', async () => {
    const said = await town.says('staff-1', 'staff-1', '/dc 事项 本月')
    const book = readSpreadsheet(fileIn(said)?.bytes ?? new Uint8Array())
    expect(book['事项']?.[0]?.[0]).toMatch(/^许主任 于 .* 导出，个人信息已隐去/)
    const rows = book['事项']?.slice(2) ?? []
    expect(rows.map(([number, , grid, kind, state]) => [number, grid, kind, state])).toEqual([
      [1, 3, expect.any(String), '待受理'],
      [2, 3, expect.any(String), '待受理'],
      [3, 3, '不公开', '待受理'],
    ])
    expect(rows[0]?.[14]).toBe(1)
    expect(JSON.stringify(book)).not.toMatch(/马|老王|502|139|漏水，/)
    expect(await town.database.client.auditEntry.count({ where: { action: 'export.issues' } })).toBe(1)
  })

  it('only by the staff, in private, of a period that has something', async () => {
    const exports = () => town.database.client.auditEntry.count({ where: { action: { startsWith: 'export.' } } })
    const before = await exports()
    for (const who of ['worker-03', 'ma', 'property']) {
      const said = await town.says(who, who, '/导出 事项 本月')
      expect(heardIn(who, said)).toMatch(/由社区工作人员使用/)
      expect(fileIn(said)).toBeUndefined()
    }
    expect(await says('staff-1', STAFF, '/导出 事项')).toMatch(/请私聊小格发/)
    expect(await says('staff-1', 'staff-1', '/导出 转发 上月')).toMatch(/5月1日\(周五\)到5月31日\(周日\)没有可以导出的/)
    expect(await says('staff-1', 'staff-1', '/导出 转发 6月31日..7月')).toMatch(/时段请写/)
    expect(await says('staff-1', 'staff-1', '/导出 居民')).toMatch(/^请写上转发、事项或课程。/)
    expect(await exports()).toBe(before)
  })
})

describe('the staff of another community', () => {
  it('see and do nothing here', async () => {
    const town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
    await town.says('staff-1', STAFF, '/通知 3\n明天9:00停水。')
    await town.says('staff-1', STAFF, '确认', town.last(STAFF))
    await town.database.transaction(async (tx) => {
      const { personId } = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: 'staff-2' } })
      const { id: communityId } = await tx.community.create({
        data: { code: 'other', name: '别的社区', createdAt: town.now() },
      })
      await tx.role.updateMany({ where: { personId }, data: { communityId } })
    })
    for (const text of [
      '/转发 看 1',
      '/转发 记录',
      '/转发 找 停水',
      '/转发 问题 1',
      '/通知 撤回 1',
      '/转发 更正 1 不停了',
      '/立项 通知1 停水',
      '/转发 暂停 1',
    ]) {
      expect(heardIn(STAFF, await town.says('staff-2', STAFF, text)), text).toMatch(/由本社区的工作人员/)
      const alone = heardIn('staff-2', await town.says('staff-2', 'staff-2', text))
      expect(alone, text).toMatch(/没有编号 1|没有找到|还没有发过/)
    }
    const exported = await town.says('staff-2', 'staff-2', '/导出 转发 本月')
    expect(heardIn('staff-2', exported)).toMatch(/没有可以导出的/)
    expect(await town.database.client.directive.findMany({ select: { state: true } })).toEqual([{ state: 'RELAYED' }])
    await town.close()
  })
})
