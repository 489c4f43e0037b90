import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'
import { heardIn, Town } from './town.ts'

describe('what is asked about a course', () => {
  let folder: string
  let database: Database
  let town: Town
  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'resume-'))
    database = await openDatabase({ url: `file:${join(folder, 'town.db')}` })
    town = await Town.open({ at: shanghai(2026, 6, 1, 9, 0), database })
  })
  afterEach(async () => {
    await town.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  const tells = async (who: string, text: string) => heardIn(who, await town.says(who, who, text))
  /** The bot ends, and another begins with what was written down. */
  async function restart(): Promise<void> {
    await town.close()
    town = await Town.open({ database, again: town })
  }

  it('of its lecturer is not asked again after a restart, and nothing that was handed in is lost', async () => {
    await tells('xu', '/开课 申请')
    await tells('xu', '广场舞入门')
    await restart()
    expect(await tells('xu', '徐教练')).toMatch(/^这门课讲什么/)
    await tells('xu', '从基本步学起')
    await tells('xu', '跳了二十年')
    await town.sendsPicture('xu', 'xu')
    await restart()
    expect(await tells('xu', '好了')).toMatch(/《广场舞入门》，徐教练\n内容：从基本步学起[\s\S]*材料：1份/)
    expect(await tells('xu', '提交')).toMatch(/^收到您的申请，课程9/)
    // Said twice it is one offer; how it stands can be asked.
    await tells('xu', '提交')
    expect(await database.client.course.count({ where: { title: '广场舞入门' } })).toBe(1)
    expect(await tells('xu', '/开课')).toMatch(
      /^您的课：\n9\. 《广场舞入门》 待资格审核\n补材料发 \/开课 补 9，.*不办了发 \/开课 撤回 9。再申请一门发 \/开课 申请。$/,
    )
    expect(await tells('xu', '/开课 广场舞 每周三 19:00-20:30')).toMatch(/排课由社区工作人员来做/)
  })

  it('of a term goes on after a restart, and what is said meanwhile is no answer', async () => {
    await tells('staff-1', '/开课 法律 每周三 19:00-20:30 共2次 从6月10日')
    await restart()
    expect(await tells('staff-1', '收到')).toMatch(/^请写上地点/)
    expect(await tells('staff-1', '党群中心')).toMatch(/^收多少人？/)
    expect(await tells('ma', '20')).not.toMatch(/孩子/)
    await tells('staff-1', '20')
    await restart()
    await tells('staff-1', '大人')
    await tells('staff-1', '全部')
    expect(await tells('staff-1', '现在')).toMatch(/第1期排好了，2次课，党群中心/)
    await tells('staff-1', '/公布 法律')
    await restart()
    expect(await tells('staff-1', '确认')).toMatch(/开始往 12 个群发/)
    expect(await tells('staff-1', '确认')).not.toMatch(/开始往/)
    expect(await database.client.courseRun.findMany()).toMatchObject([{ state: 'PUBLISHED' }])
  })
})
