import type { World } from '../gateway/gateway.ts'

export const GRID_3 = 'grid3@chatroom'

/** Two residents, a worker, a stranger, and the group of grid 3 in which the bot has an alias. */
export const world: World = {
  account: { id: 'wxid_xiaoge', name: '小格' },
  people: [
    { contact: 'wxid_ma', name: '马先生', friend: true },
    { contact: 'wxid_zhang', name: '张三', friend: false },
    { contact: 'wxid_li', name: '李网格', friend: true },
    { contact: 'wxid_twin', name: '李网格', friend: false },
  ],
  groups: [
    {
      chatId: GRID_3,
      topic: '第3网格居民群',
      members: ['wxid_ma', 'wxid_zhang', 'wxid_li'],
      aliases: { wxid_zhang: '3号楼张三', wxid_xiaoge: '网格小助手' },
    },
    { chatId: 'twins@chatroom', topic: '双胞胎', members: ['wxid_ma', 'wxid_li', 'wxid_twin'] },
  ],
}
