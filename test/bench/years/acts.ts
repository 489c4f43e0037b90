import { makeTerm } from '../../courses/term.ts'
import { GRID_3, STAFF, type Town } from '../../stories/town.ts'

export interface Act {
  readonly what: string
  /** resolves when all that is said because of it has been said; `n` counts from 0 */
  readonly run: (town: Town, n: number) => Promise<unknown>
}

const DAY = 86_400_000

/** The acts that were slow once, or are asked for most. */
export const ACTS: readonly Act[] = [
  { what: '/报事 in the group', run: (town, n) => town.says('ma', GRID_3, `/报事 3号楼2单元第${n}盏楼道灯不亮`) },
  {
    what: '报事, 我家也是',
    async run(town, n) {
      await town.says('ma', GRID_3, `/报事 3号楼${n + 1}层水管漏水`)
      await town.tells('zhou', GRID_3, '我家也是')
    },
  },
  {
    what: '/报事, /撤销',
    async run(town) {
      await town.says('ma', GRID_3, '/报事 3号楼大门坏了')
      await town.says('ma', GRID_3, '/撤销')
    },
  },
  { what: '/进度 in the group', run: (town) => town.says('ma', GRID_3, '/进度') },
  { what: '/待办 of a worker', run: (town) => town.says('worker-03', 'worker-03', '/待办') },
  { what: '/状态', run: (town) => town.says('staff-1', 'staff-1', '/状态') },
  { what: '/统计 of the week', run: (town) => town.says('staff-1', 'staff-1', '/统计 本周') },
  {
    what: '/留言, 好, /留言墙, /留言 删',
    async run(town, n) {
      await town.says('chen', 'chen', `/留言 祝大家中秋快乐，${n}`)
      await town.says('chen', 'chen', '好')
      await town.says('sun', 'sun', '/留言墙')
      const { number } = await town.database.client.post.findFirstOrThrow({ orderBy: { id: 'desc' } })
      await town.says('chen', 'chen', `/留言 删 ${number}`)
    },
  },
  {
    what: '/留言墙 精选 to 12 groups, /撤销',
    async run(town, n) {
      await town.says('tang', 'tang', `/留言 谢谢大家，${n}`)
      await town.says('tang', 'tang', '好')
      const { number } = await town.database.client.post.findFirstOrThrow({ orderBy: { id: 'desc' } })
      await town.says('staff-1', 'staff-1', '/留言墙 精选')
      await town.says('staff-1', 'staff-1', `/留言墙 精选 ${number}`)
      await town.says('staff-1', 'staff-1', '/撤销')
    },
  },
  {
    what: '/转发 to 12 groups, 确认, 撤回',
    async run(town, n) {
      await town.says('staff-1', STAFF, `/转发 全部\n今天17:00前清理楼道堆物，第${n}次`)
      await town.says('staff-1', STAFF, '确认', town.last(STAFF))
      const { number } = await town.database.client.directive.findFirstOrThrow({ orderBy: { id: 'desc' } })
      await town.says('staff-1', STAFF, `/转发 撤回 ${number}`)
    },
  },
  {
    what: '/报名, /取消报名, a lesson is off',
    async run(town, n) {
      const title = `第${n}期剪纸`
      const { id: communityId } = await town.database.client.community.findFirstOrThrow()
      const lessons = [1, 2].map((days) => new Date(town.now().getTime() + days * DAY))
      const term = { communityId, title, opensAt: town.now(), resultToldAt: town.now(), lessons }
      await town.database.transaction((tx) => makeTerm(tx, term))
      await town.says('ma', GRID_3, `/报名 ${title}`)
      await town.says('zhou', GRID_3, `/报名 ${title}`)
      await town.says('zhou', GRID_3, `/取消报名 ${title}`)
      await town.says('staff-1', 'staff-1', `/课表 ${title} 1 取消 老师外出`)
    },
  },
  { what: '/我的资料', run: (town) => town.says('ma', 'ma', '/我的资料') },
  { what: 'the jobs of a minute', run: (town) => town.minutesLater(1) },
  { what: 'the jobs of ten minutes', run: (town) => town.minutesLater(10) },
]

/** What is done once by one person, and may take a moment. */
export const ONCE: readonly Act[] = [
  { what: '/统计 of a year', run: (town) => town.says('staff-1', 'staff-1', '/统计 2025年6月3日..2026年6月3日') },
  {
    what: '/删除我的资料',
    async run(town) {
      await town.says('ma', 'ma', '/删除我的资料')
      await town.says('ma', 'ma', '确认')
    },
  },
]
