import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { readSpreadsheet } from '../spreadsheet/read-spreadsheet.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

const GRID_9 = 'grid-09@chatroom'
const LECTURER = 'lecturer-01'

/**
 * A course from its lecturer's offer to its renewal: reviews, eight lessons, a holiday, a moved lesson, somebody who stays away, a freed place that is
 * offered, refused and then taken. One story, told in order.
 */
describe('a term of 书法绘画', () => {
  let town: Town
  beforeAll(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 1, 9, 0) })
    // The example's own course of that name makes room.
    await town.database.transaction(async (tx) => {
      const { id } = await tx.course.findFirstOrThrow({ where: { title: '书法绘画' } })
      await tx.courseEvent.deleteMany({ where: { courseId: id } })
      await tx.course.delete({ where: { id } })
    })
  })
  afterAll(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = (who: string, text: string) => says(who, who, text)
  /** Moves the clock there, and does what is due. */
  const at = (month: number, day: number, hour: number, minute = 0) => {
    town.clock.moveTo(shanghai(2026, month, day, hour, minute))
    return town.minutesLater(0)
  }
  const course = () =>
    town.database.client.course.findFirstOrThrow({ where: { title: '书法绘画' }, include: { runs: true } })

  it('is offered, looked at, tried and admitted', async () => {
    for (const answer of ['书法绘画', '顾老师', '从握笔学起，零基础也行', '写了三十年，教过老年大学', '好了', '提交']) {
      if (answer === '书法绘画') await tells(LECTURER, '/开课 申请')
      await tells(LECTURER, answer)
    }
    const { number } = await course()
    await tells('staff-1', `/审课 ${number} 通过 材料齐全`)
    const code = /\/签到 (\d{5})/.exec(await tells('staff-1', `/审课 ${number} 试讲 6月2日 14:00 社区活动室`))?.[1]
    await at(6, 2, 14, 30)
    for (const who of ['tang', 'deng', 'sun']) await tells(who, `/签到 ${code} 5`)
    await tells('staff-1', `/审课 ${number} 通过 大家都说好`)
    await tells(LECTURER, `/开课 计划 ${number}\n第1次 握笔\n第2次 横竖`)
    await tells('staff-1', `/审课 ${number} 通过 安排合理`)
    expect(await tells('ma', '/报名 书法')).not.toMatch(/报上/)
    expect(heardIn(LECTURER, await town.says('secretary', 'secretary', `/审课 ${number} 准入 6个月 先试一期`))).toMatch(
      /^《书法绘画》准入了，公益期6个月/,
    )
    await at(6, 3, 9)
  })

  it('is planned with what is said and what is asked: the holiday is not guessed', async () => {
    expect(await tells('staff-1', '/开课 书法 每周五 19:00-20:30 共8次 从6月12日 地点 社区活动室')).toBe(
      '有1天要问您：\n1. 6月19日(周五) 放假\n不上、往后补一次回「顺延」，不上也不补回「不补」，照上回「照常」。不一样就分开写，比如 1顺延 2照常。',
    )
    expect(await tells('staff-1', '顺延')).toMatch(/^收多少人？/)
    expect(await tells('staff-1', '6')).toMatch(/^给孩子上还是给大人上？/)
    expect(await tells('staff-1', '大人')).toMatch(/^公布到哪些网格？/)
    expect(await tells('staff-1', '3、7、9')).toMatch(/^哪天几点开始报名？/)
    const planned = await tells('staff-1', '6月4日 10:00')
    expect(planned).toMatch(
      /^《书法绘画》 第1期排好了，8次课，社区活动室：\n1\. 6月12日\(周五\) 19:00-20:30\n2\. 6月26日/,
    )
    expect(planned).toMatch(/8\. 8月7日\(周五\) 19:00-20:30\n/)
    expect(await tells('ma', '/课程 书法')).toMatch(/现在没有在报名的一期/)
  })

  it('shows a place that is taken', async () => {
    expect(
      await tells(
        'staff-2',
        '/开课 法律 每周五 20:00-21:00 共2次 从6月26日 地点 社区活动室 名额 10 对象 大人 发给 全部 报名 现在',
      ),
    ).toMatch(/^社区活动室有2次和别的课撞了，比如 6月26日\(周五\) 19:00 《书法绘画》。照排就回「照排」/)
    expect(await tells('staff-2', '地点 党群中心')).toMatch(/第1期排好了，2次课，党群中心/)
  })

  it('is announced with a poster, after a look at it, and opens at its time', async () => {
    const shown = await town.says('staff-1', 'staff-1', '/公布 书法')
    const preview = heardIn('staff-1', shown)
    expect(preview).toMatch(/《书法绘画》 第1期开始报名，顾老师主讲\n/)
    expect(preview).toMatch(/日期：6月12日、6月26日、7月3日、7月10日、7月17日、7月24日、7月31日、8月7日\n/)
    expect(preview).toMatch(
      /报名：6月4日\(周四\) 10:00开始[\s\S]*续办规则：课后问卷有50%以上的人答（至少5份）、平均4\.0分以上/,
    )
    expect(preview).toMatch(/\[图片\]\n通知1 第1稿，还没有发。[\s\S]*发给：3、7、9号网格，3个群/)
    expect((await course()).state).toBe('ADMITTED')
    const said = await town.says('staff-1', 'staff-1', '确认')
    expect(heardIn(GRID_3, said)).toMatch(/^📢 通知1 · 玉成社区\n《书法绘画》 第1期[\s\S]*\n\[图片\]$/)
    expect(said.filter(({ chat }) => chat.includes('@')).map(({ chat }) => chat)).toEqual([
      ...[GRID_3, GRID_3, GRID_7, GRID_7, GRID_9, GRID_9],
    ])
    expect(heardIn(LECTURER, said)).toMatch(/^《书法绘画》公布了/)
    expect((await course()).state).toBe('ENROLLING')
    expect(await tells('ma', '/课程')).toMatch(/9\. 《书法绘画》 顾老师：6月4日\(周四\) 10:00 开始报名/)
  })

  it('is full at once; two wait', async () => {
    await at(6, 4, 10)
    for (const [who, chat] of [
      ...[
        ['ma', GRID_3],
        ['chen', GRID_3],
        ['zhou', GRID_3],
        ['sun', GRID_7],
        ['he', GRID_7],
        ['wu', GRID_7],
      ],
      ...[
        ['xu', GRID_9],
        ['tang', GRID_9],
      ],
    ] as const) {
      await town.says(who as string, chat as string, '/报名 书法')
    }
    await at(6, 4, 10, 5)
    const [run] = (await course()).runs
    expect(run).toMatchObject({ enrolled: 6, capacity: 6 })
    expect(await town.database.client.enrolment.count({ where: { state: 'WAITING' } })).toBe(2)
  })

  it('is reminded of in the evening and an hour before, once a group, calling those who have a place', async () => {
    expect((await at(6, 11, 18, 59)).map(({ text }) => text)).toEqual([])
    const evening = await at(6, 11, 19)
    expect(evening.map(({ chat }) => chat).sort()).toEqual([GRID_3, GRID_7, LECTURER].sort())
    expect(heardIn(GRID_3, evening)).toMatch(
      /^@马先生\s@陈阿姨\s@周师傅 ⏰ 《书法绘画》明天上课：6月12日\(周五\) 19:00-20:30，社区活动室。/,
    )
    expect(await at(6, 11, 19, 1)).toEqual([])
    expect(await tells('zhou', '私聊提醒')).toBe('好的，上课前在私聊里提醒您。想改回来，回「群里提醒」。')
    const hour = await at(6, 12, 18)
    expect(heardIn('zhou', hour)).toMatch(/^⏰ 《书法绘画》还有一小时上课/)
    expect(heardIn(GRID_3, hour)).toMatch(/^@马先生\s@陈阿姨 ⏰/)
    expect(await tells('zhou', '群里提醒')).toMatch(/^好的/)
    expect(heardIn(GRID_7, hour)).toMatch(/还有一小时上课：6月12日\(周五\) 19:00-20:30/)
    expect(await at(6, 12, 18, 30)).toEqual([])
  })

  let code = ''
  it('begins with a code that only the lecturer sees, with the numbered list', async () => {
    const said = await at(6, 12, 19)
    expect(new Set(said.map(({ chat }) => chat))).toEqual(new Set([LECTURER]))
    code = /签到码 (\d{4})/.exec(heardIn(LECTURER, said))?.[1] ?? ''
    expect(heardIn(LECTURER, said)).toMatch(/1\. 马先生\n2\. 陈阿姨\n3\. 周师傅\n4\. 孙大爷\n5\. 何女士\n6\. 吴先生$/)
    expect((await course()).state).toBe('RUNNING')
    expect(await tells('ma', `/签到 ${code}`)).toBe('签到了，《书法绘画》第1次课。')
    expect(await tells('ma', `/签到 ${code}`)).toBe('已经签到了，不用再签。')
    expect(await tells('xu', `/签到 ${code}`)).toMatch(/^您没有报上这门课/)
    // The number alone will do, in private.
    expect(await tells('chen', `${code}`)).toBe('签到了，《书法绘画》第1次课。')
    expect(await tells('chen', '1')).not.toMatch(/签到/)
    expect(await says('zhou', GRID_3, `${code}`)).toBe('')
    expect(await tells('ma', '/签到 1')).toMatch(/现在用不了/)
    expect(await tells(LECTURER, '到 2 3 4 5 9')).toMatch(/名单上只有1到6号/)
    expect(await tells(LECTURER, '到 2 3 4 5')).toMatch(/到了5人，共6人/)
    await at(6, 12, 21)
    expect(await tells('he', `/签到 ${code}`)).toMatch(/现在用不了/)
  })

  it('leaves the holiday out, and offers a freed place to whoever waits: refused by one, taken by the next', async () => {
    expect(await at(6, 18, 19)).toEqual([])
    await at(6, 22, 9)
    const left = await town.says('he', GRID_7, '/取消报名 书法')
    expect(heardIn(GRID_9, left) + heardIn('xu', left)).toMatch(/空出了名额，轮到您了/)
    const refused = await town.says('xu', 'xu', '不要')
    expect(heardIn('xu', refused)).toMatch(/让给下一位了/)
    expect(heardIn(GRID_9, refused) + heardIn('tang', refused)).toMatch(/空出了名额，轮到您了/)
    expect(await tells('tang', '要')).toMatch(/《书法绘画》报上了/)
  })

  it('moves a lesson: everybody is told at once, and nobody is reminded of the old time', async () => {
    await at(6, 26, 19)
    // 吴先生 stays away, 唐先生 is new.
    expect(await tells(LECTURER, '缺 5')).toMatch(/到了5人，共6人/)
    await at(6, 26, 21)
    expect(await tells('ma', '/课表 书法 3 改到 7月4日 10:00')).toMatch(/由讲师和社区工作人员来改/)
    const moved = await town.says(LECTURER, LECTURER, '/课表 书法 3 改到 7月4日 10:00 老师外出')
    expect(heardIn(GRID_3, moved)).toMatch(
      /^@马先生\s@陈阿姨\s@周师傅 🔁 《书法绘画》改时间：原来 7月3日\(周五\) 19:00 的课，改到 7月4日\(周六\) 10:00-11:30，社区活动室，原因：老师外出。$/,
    )
    expect(heardIn(STAFF, moved)).toMatch(/讲师把 7月3日\(周五\) 19:00 的课改到 7月4日/)
    expect(await at(7, 2, 19)).toEqual([])
    expect(await at(7, 3, 18)).toEqual([])
    expect(heardIn(GRID_9, await at(7, 3, 19))).toMatch(/^@唐先生 ⏰ 《书法绘画》明天上课：7月4日\(周六\) 10:00-11:30/)
    expect(heardIn(GRID_9, await at(7, 4, 9))).toMatch(/还有一小时/)
    await at(7, 4, 10)
    await tells(LECTURER, '全到')
    await at(7, 4, 12)
    expect(await tells('staff-1', '/课表 书法')).toMatch(/3\. 7月4日\(周六\) 10:00-11:30 已上（老师外出）\n4\. 7月10日/)
  })

  it('goes on to its last lesson', async () => {
    for (const [month, day] of [
      ...[
        [7, 10],
        [7, 17],
        [7, 24],
        [7, 31],
      ],
    ] as const) {
      await at(month as number, day as number, 19)
      await tells(LECTURER, '缺 5')
      await at(month as number, day as number, 21)
    }
    await at(8, 7, 19)
    await tells(LECTURER, '缺 5')
    const over = await at(8, 7, 21)
    expect(heardIn(GRID_7, over)).toMatch(
      /^@孙大爷\s@吴先生 🎓 《书法绘画》这一期上完了，谢谢大家。请私聊小格发 \/问卷，.*不记名，到8月14日\(周五\)为止。$/,
    )
    expect((await course()).state).toBe('SHOWCASE')
  })

  it('gives the learners what they did, and tells who stayed away what follows', async () => {
    const said = await at(8, 8, 21)
    expect(heardIn('ma', said)).toContain('🎓 《书法绘画》您上了8次课，共12小时，学习证明在下面。\n[图片]')
    expect(heardIn('tang', said)).toMatch(/您上了7次课，共10\.5小时/)
    expect(heardIn('wu', said)).toMatch(
      /🎓 《书法绘画》您上了1次课，共1\.5小时[\s\S]*您报了名，有7次没有来[\s\S]*排在别人后面/,
    )
    expect(said.some(({ chat }) => chat.includes('@'))).toBe(false)
    expect(await at(8, 8, 21, 5)).toEqual([])
  })

  it('shows pictures of people only when they have said yes', async () => {
    await at(8, 9, 9)
    await town.sendsPicture(LECTURER, LECTURER)
    expect(await tells(LECTURER, '/公布 书法 成果')).toMatch(/^收到1张照片。里面看得出谁？[\s\S]*1\. 马先生/)
    expect(await tells(LECTURER, '到 1 2')).not.toMatch(/去问|问了/)
    const asked = await town.says(LECTURER, LECTURER, '1 2')
    expect(heardIn('ma', asked)).toMatch(/^\[图片\]\n《书法绘画》想把上面1张照片发到网格群/)
    expect(heardIn('chen', asked)).toMatch(/回「同意照片」/)
    expect(await tells('staff-1', '/公布 书法 成果')).toBe('还有2位没有同意，照片先不能发。')
    await tells('ma', '同意照片')
    expect(await tells('staff-1', '/公布 书法 成果')).toBe('还有1位没有同意，照片先不能发。')
    const agreed = await town.says('chen', 'chen', '同意照片')
    expect(heardIn(STAFF, agreed)).toMatch(/照片都得到同意了/)
    expect(await town.database.client.consent.count({ where: { purpose: { endsWith: ':showcase' } } })).toBe(2)
  })

  it('shows none that somebody in it does not want any more, previewed or said', async () => {
    /** What became of the pictures that went to the groups. */
    const said = async () => {
      const pictures = await town.database.client.outboxMessage.findMany({
        where: { sha256: { not: null }, delivery: { directive: { text: { contains: '成果展示' } } } },
        orderBy: { id: 'asc' },
      })
      return pictures.map(({ recall }) => recall)
    }
    /** A picture of two, who agree, goes to the groups. */
    const shows = async () => {
      await town.sendsPicture(LECTURER, LECTURER)
      for (const words of ['/公布 书法 成果', '到 1 2', '1 2']) await tells(LECTURER, words)
      await tells('ma', '同意照片')
      await tells('chen', '同意照片')
      await tells('staff-1', '/公布 书法 成果')
      const shown = heardIn(GRID_3, await town.says('staff-1', 'staff-1', '确认'))
      expect(shown).toMatch(/成果展示，谢谢顾老师。照片都经本人或家长同意。\n\[图片\]$/)
    }
    await town.says('staff-1', 'staff-1', '/公布 书法 成果')
    const withdrawn = await town.says('chen', 'chen', '不同意照片')
    expect(heardIn('chen', withdrawn)).toBe('好的，这些照片不发。谢谢您。')
    expect(heardIn(STAFF, withdrawn)).toMatch(/有照片收回了同意，已经从通知\d+里拿掉，还没有发。/)
    await tells('staff-1', '确认')
    expect(await said()).toEqual([])
    expect(await tells('staff-1', '/公布 书法 成果')).toMatch(/^还没有照片。/)

    await shows()
    await town.minutesLater(1)
    expect(await tells('ma', '不同意照片')).toBe('好的，这些照片不再发。刚发出去的正在收回。谢谢您。')
    expect(await said()).toEqual(['DONE', 'DONE', 'DONE'])

    await shows()
    await town.minutesLater(5)
    const late = await town.says('ma', 'ma', '不同意照片')
    expect(heardIn('ma', late)).toMatch(/已经发到 3 个群的收不回来：微信只能收回两分钟内的。/)
    expect(heardIn(STAFF, late)).toMatch(/收回了同意，可是已经发到 3 个群，小格收不回来。请在群里请大家不要再转发/)
    expect((await said()).slice(3)).toEqual([null, null, null])
  })

  it('is held against the rule, with n, and renewed', async () => {
    for (const who of ['ma', 'chen', 'zhou', 'sun', 'tang']) {
      await tells(who, '/问卷')
      await tells(who, '1 5\n2A\n3A\n4跳过')
      await tells(who, '跳过')
    }
    expect(await tells('staff-1', '/审课 书法 续办 大家喜欢')).toMatch(/现在是「成果展示和问卷」/)
    const said = await at(8, 15, 9)
    const told = heardIn(STAFF, said)
    expect(told).toMatch(
      /《书法绘画》第1期问卷收齐了。\n问卷：6人有名额，5人答（83%） ✓\n平均5\.0分（5人） ✓\n想继续：5\/5（100%） ✓/,
    )
    expect(told).toMatch(/达到规则，可以续办。/)
    expect(told).not.toMatch(/反馈》?截止了/)
    expect(heardIn(LECTURER, said)).toMatch(
      /^《书法绘画》第1期问卷收齐了，还办不办由社区来定[\s\S]*平均5\.0分（5人） ✓/,
    )
    expect(await tells('staff-1', '/审课')).toMatch(
      /9\. 《书法绘画》 问卷收齐·待决定。定去留：\/审课 9 续办 理由，或 收费 每节10元 理由，或 结束 原因/,
    )
    expect(await tells('staff-1', '/审课 书法 通过 好')).toMatch(/不用「通过」。定去留：/)
    expect(await tells('staff-1', '/审课 书法 收费 多数居民愿意')).toMatch(/^请先写价格、再写理由/)
    expect(await tells('staff-1', `/审课 书法 结束 ${'长'.repeat(201)}`)).toMatch(
      /^理由请写在200个字以内，现在有201个字。/,
    )
    const renewed = await town.says('secretary', 'secretary', '/审课 书法 续办 大家都想接着学')
    expect(heardIn(LECTURER, renewed)).toBe('《书法绘画》续办，还是免费：大家都想接着学。谢谢您。')
    expect(heardIn('secretary', renewed)).toBe('《书法绘画》：续办。现在是「续办」。已告诉讲师。也告诉学员了。')
    // Those who had their say hear what became of it, each group once.
    for (const group of [GRID_3, GRID_7, GRID_9]) {
      expect(heardIn(group, renewed)).toBe(
        '📚 《书法绘画》下一期接着办，还是免费（问卷6人有名额，5人答），原因：大家都想接着学。报名另外通知。',
      )
    }
    const { state, freeUntil } = await course()
    expect({ state, freeUntil }).toMatchObject({ state: 'RENEWED' })
    expect(freeUntil?.getTime()).toBeGreaterThan(shanghai(2027, 2, 1).getTime())
    const events = await town.database.client.courseEvent.findMany({
      where: { course: { title: '书法绘画' } },
      orderBy: { seq: 'asc' },
    })
    expect(events.map(({ to }) => to)).toEqual([
      ...[
        'APPLIED',
        'QUALIFIED',
        'TRIAL',
        'TRIAL',
        'TRIAL',
        'PLAN_APPROVED',
        'ADMITTED',
        'ENROLLING',
        'RUNNING',
        'SHOWCASE',
        'SURVEYED',
        'RENEWED',
      ],
    ])
  })

  it('is told in a spreadsheet: how many came to what, and nobody by name', async () => {
    const said = await town.says('staff-1', 'staff-1', '/导出 课程 6月1日..8月31日')
    expect(heardIn('staff-1', said)).toMatch(
      /：1 期课，9 次，在下面的表格里。\n\[文件\] 课程_2026-06-01_2026-08-31\.xlsx$/,
    )
    const book = readSpreadsheet(said.find(({ file }) => file)?.file?.bytes ?? new Uint8Array())
    expect(book['各期']?.slice(2)).toEqual([[9, '书法绘画', '顾老师', 1, '上完了', '续办', 6, 6, 0, 8, 41, 5, 5, '是']])
    const lessons = book['每次课']?.slice(2) ?? []
    expect(lessons.map((row) => [row[5], row[6]])).toEqual([
      ...[
        ['已上', 5],
        ['已上', 5],
        ['改期', undefined],
        ['已上', 6],
      ],
      ...Array.from({ length: 5 }, () => ['已上', 5]),
    ])
    expect(JSON.stringify(book)).not.toMatch(/马先生|陈阿姨|唐先生/)
    expect(await tells('ma', '/导出 课程 本月')).toMatch(/由社区工作人员使用/)
  })
})
