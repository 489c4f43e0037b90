import type { Store } from './store.ts'

/** What somebody new could write here: a few lines that can be tapped into the input. */
export function hintsFor(store: Store, chat: string): string[] {
  const me = store.me
  const group = store.group(chat)
  if (!me) return []
  if (!group) {
    if (me.kind === 'resident') return ['/帮助', '/报事 3号楼2单元楼道灯不亮', '/课程', '/留言 祝大家身体健康', '/红娘']
    if (me.kind === 'helper') return ['/帮助', '/课程', '/回执']
    if (me.kind === 'staff') return ['/帮助', '/待办', '/转发', '/审课', '/审核']
    return ['/帮助', '/待办']
  }
  switch (me.kind) {
    case 'resident':
      // Without a command too: half a minute later it is read.
      return ['3号楼的垃圾桶满了两天没人收', '/报事 3号楼2单元楼道灯不亮', '/进度', '/帮助']
    case 'helper':
      return ['收到', '/课程', '/帮助']
    case 'worker':
      return ['/待办', '/受理 1', '/帮助']
    case 'staff':
      return ['/待办', '/派单 1 安顺物业 明天15:00', '/帮助']
    case 'unit':
      return ['/待办', '/接单 1', '/帮助']
  }
}
