import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { MATCHMAKER, type MatchTown, openMatchTown } from './match-town.ts'
import { GRID_3, GRID_7, STAFF } from './town.ts'

/** What nobody in a group may read, however it is written there: told of oneself or of a neighbour, in any area. */
const PHONE = '13912345678'
const OTHER_PHONE = '18687654321'
const ID = '11010519491231002X'
const DOOR = '501'
const TOLD = [`电话${PHONE}`, `打 ${OTHER_PHONE}`, `身份证${ID}`, `找3号楼2单元${DOOR}`] as const
/** Values of matchmaking, which are said to the matchmaker alone. */
const CONFIDED = ['1987', '离异', '敲大鼓', 'hexiaomei'] as const

const NEVER_IN_A_GROUP = [PHONE, OTHER_PHONE, ID, DOOR, ...CONFIDED]

type Step = readonly [who: string, chat: string, text: string]

/** What people do in every area; `…` is where somebody tells more than they should. */
const IN_GROUP: readonly (readonly [string, string])[] = [
  ['ma', '/报事 3号楼2单元501漏水，…'],
  ['chen', '3号楼2单元501楼上漏水了，快来修，…'],
  ['chen', '我家也是，…'],
  ['ma', '/补充 1 …'],
  ['ma', '/评价 1 满意 …'],
  ['ma', '/重开 1 还在漏，…'],
  ['ma', '/进度'],
  ['chen', '/附议 1'],
  ['worker-03', '/受理 1'],
  ['worker-03', '/追问 1 是这家吗，…'],
  ['worker-03', '/进展 1 已经联系，…'],
  ['worker-03', '/上报 1 修不了，…'],
  ['worker-03', '/答复 1 修好了，…'],
  ['worker-03', '/办结 1 修好了，…'],
  ['ma', '/心愿 盼着装电梯，…'],
  ['ma', '/留言 谢谢邻居，…'],
  ['zhou', '/附议 心愿1'],
  ['zhou', '/留言墙'],
  ['ma', '/报名 书法 2 …'],
  ['zhou', '#接龙\n书法课\n1. 周师傅 …\n2. 陈阿姨 …'],
  ['zhou', '请问书法课几点开始，…'],
  ['zhou', '/课程 书法'],
  ['he', '/红娘 离异'],
  ['he', '我1987的，离异，找红娘'],
  ['zhou', '小格 …'],
]
const IN_PRIVATE: readonly (readonly [string, string])[] = [
  ['ma', '好'],
  ['ma', '署名 老马 …'],
  ['ma', '登记'],
  ['ma', '/留言 改 3 祝大家好，…'],
  ['ma', '/报事 5号楼灯不亮，…'],
  ['ma', '/我的资料'],
  ['chen', '/留言 建议装长椅，…'],
  ['chen', '好'],
  ['staff-1', '/审核'],
  ['staff-1', '通过'],
  ['staff-1', '/审核 通过 留言3'],
  ['staff-1', '/答复 心愿1 正在办 …'],
  ['staff-1', '/答复 留言3 收到，…'],
  ['he', '/红娘'],
  ['he', '同意'],
  ['he', '愿意'],
  ['he', '不合适'],
  ['he', '/红娘 看'],
  ['he', '敲大鼓，离异，1987'],
  ['wu', '愿意'],
  ['wu', '/红娘 修改 爱好 敲大鼓'],
  [MATCHMAKER, '/发卡'],
  [MATCHMAKER, '/发卡 1 2'],
  [MATCHMAKER, '发'],
]
const IN_STAFF: readonly (readonly [string, string])[] = [
  ['secretary', '/派单 1 安顺物业 明天15:00 …'],
  ['secretary', '/不予受理 1 不归我们管，…'],
  ['secretary', '/统计'],
  ['secretary', '/留言墙 开 邻里节'],
  ['secretary', '/审核'],
  ['secretary', '/红娘 统计'],
  ['secretary', '/待办'],
  ['secretary', '/名册'],
]

const told = fc.array(fc.constantFrom(...TOLD), { minLength: 1, maxLength: 3 }).map((all) => all.join('，'))
const among = (lines: readonly (readonly [string, string])[], chat: (who: string) => string): fc.Arbitrary<Step> =>
  fc
    .record({ line: fc.constantFrom(...lines), told })
    .map(({ line: [who, text], told }): Step => [who, chat(who), text.replaceAll('…', told)])
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: among(IN_GROUP, (who) => (who === 'he' ? GRID_7 : GRID_3)) },
  { weight: 3, arbitrary: among(IN_PRIVATE, (who) => who) },
  { weight: 1, arbitrary: among(IN_STAFF, () => STAFF) },
)
const STEPS = 40

async function peopled(): Promise<MatchTown> {
  const match = await openMatchTown({ at: shanghai(2026, 6, 3, 9, 0) })
  const both = { birthYear: 1987, marital: 'divorced' as const, hobbies: ['敲大鼓'] }
  await match.takesPart('he', { gender: 'F', ...both }, 'hexiaomei')
  await match.takesPart('wu', { gender: 'M', ...both }, OTHER_PHONE)
  return match
}

it('privacy 4, 5, 14: no group is told a phone, an id number, a door or anything of matchmaking, whatever people do', async () => {
  let heard = 0
  const story = fc.array(step, { minLength: STEPS, maxLength: STEPS })
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const { town } = await peopled()
      for (const [who, chat, text] of steps) await town.says(who, chat, text)
      await town.minutesLater(1)
      await town.quiet()
      const said = town.said.filter(({ chat }) => chat.includes('@')).map(({ text }) => text)
      heard += said.length
      for (const text of said) {
        const run = text.replace(/[\s-]/g, '')
        for (const value of NEVER_IN_A_GROUP) expect(run, text).not.toContain(value)
      }
      await town.close()
    }),
    { numRuns: 3, endOnFailure: true },
  )
  expect(heard, 'what was said in the groups').toBeGreaterThan(STEPS)
}, 90_000)
