import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { type Listed, type Roster, roster } from '../community/roster.ts'
import { communityFor } from './issue-act.ts'

/** 名册: who holds what, with the gaps. In private, because it names people. */
export function rosterCommand() {
  return command({
    name: '名册',
    aliases: ['roster', 'mc'],
    what: '看谁负责什么',
    example: '/名册',
    section: 'staff',
    who: ['staff'],
    where: 'private',
    args: {},
    run: async (call: Call) => {
      const list = await roster(call.tx, communityFor(call))
      const lines = [`书记：${names(list.secretaries)}`, `工作人员：${names(list.staff)}`]
      for (const grid of list.grids) {
        const deputies = grid.deputies.length > 0 ? `（副 ${names(grid.deputies)}）` : ''
        lines.push(`${grid.number}号网格：${grid.lead ? nameOf(grid.lead) : '缺负责人'}${deputies}`)
      }
      for (const unit of list.units) if (unit.contacts.length > 0) lines.push(`${unit.name}：${names(unit.contacts)}`)
      if (list.volunteers.length > 0) lines.push(`志愿者：${list.volunteers.map(volunteer).join('、')}`)
      for (const [title, people] of [
        ['讲师', list.lecturers],
        ['红娘', list.matchmakers],
      ] as const) {
        if (people.length > 0) lines.push(`${title}：${names(people)}`)
      }
      const again = lines.some((line) => line.includes(AGAIN))
        ? [`带 ${AGAIN} 的要重新任命：小格重新登录过，认不出他们了。`]
        : []
      await call.reply([...lines, ...again].join('\n'))
    },
  })
}

/** Marks those whom nobody can be any more, since ids have changed. */
const AGAIN = '＊'

function names(people: readonly Listed[]): string {
  return people.length === 0 ? '（空缺）' : people.map(nameOf).join('、')
}

function volunteer(listed: Roster['volunteers'][number]): string {
  return listed.grid === undefined ? nameOf(listed) : `${nameOf(listed)}（${listed.grid}网格）`
}

function nameOf({ name, outOfReach }: Listed): string {
  return outOfReach ? `${name}${AGAIN}` : name
}
