import type { Story } from '../story.ts'
import { zebraCrossing } from './zebra-crossing.ts'

type Who = 'office' | 'worker' | 'property' | 'volunteer' | 'another' | 'resident'
type Chat = 'grid' | 'other'

/** What the bot is expected to say: the one place to adapt when its words change. */
const bot = {
  asked: /^这是要转发的吗/,
  preview: /^任务\d+ 第1稿，还没有发/,
  relayed: /^📌 任务\d+ · 工作任务\n/,
  reminded: /^📌 任务\d+ 等您回一声：7号网格，网格员/,
  noted: /^记下了：任务\d+（7号网格）收到/,
  table: /^任务\d+ .* 的情况：发到12\/12/,
} as const

/** At nine the district's requirement goes into the twelve groups; half an hour later everybody can see who is on it. */
export const morning: Story<Who, Chat> = {
  id: 'morning',
  title: '早上九点',
  about: '区里的要求九点进了十二个群，九点半就知道谁到了、办到哪一步。',
  people: {
    office: 'staff-1',
    worker: 'worker-03',
    property: 'property-03',
    volunteer: 'volunteer-03',
    another: 'worker-07',
    resident: 'ma',
  },
  chats: { grid: 'grid-03@chatroom', other: 'grid-07@chatroom' },
  steps: [
    { clock: 'next-working-09:00' },
    { caption: '早上九点，区里来了要求。许主任把原文转给小格。' },
    {
      who: 'office',
      chat: 'private',
      says: '区消防安全工作提示：各网格今天17:00前清理楼道堆物和电动车，物业公司负责搬运，网格员逐栋查看并拍照，志愿者入户劝导，确保疏散通道畅通。特此通知，请认真落实。',
      expect: [{ chat: 'private', text: bot.asked }],
    },
    { caption: '发给谁，一个词就够。小格先给他看群里会看到什么，要点也理好了。' },
    { who: 'office', chat: 'private', says: '全部', expect: [{ chat: 'private', text: bot.preview }] },
    {
      who: 'office',
      chat: 'private',
      says: '确认',
      expect: [
        { chat: 'grid', text: bot.relayed },
        { chat: 'other', text: bot.relayed },
      ],
    },
    { caption: '十二个群都收到了。各岗位回一声就行，居民不用回，小格也不在群里点名。' },
    { who: 'worker', chat: 'grid', says: '收到' },
    { who: 'property', chat: 'grid', says: '收到，马上安排车' },
    { who: 'resident', chat: 'grid', says: '辛苦了，3号楼道里是有几辆车' },
    { caption: '十分钟过去，7网格还没有声音。小格私下提醒网格员谢红。' },
    { clock: '+10m', expect: [{ chat: 'private', with: 'another', text: bot.reminded }] },
    { who: 'another', chat: 'private', says: '收到', expect: [{ chat: 'private', text: bot.noted }] },
    { caption: '3网格的人到齐了，边清边拍。' },
    { who: 'volunteer', chat: 'grid', says: '到场' },
    { who: 'property', chat: 'grid', says: '处理中' },
    { who: 'worker', chat: 'grid', picture: { name: '楼道.png', bytes: zebraCrossing } },
    {
      who: 'worker',
      chat: 'grid',
      says: '完成，清出两车杂物，电动车都推下来了',
      quote: bot.relayed,
    },
    { caption: '半小时到了。许主任手里有一张表：谁知道了，谁在办，谁办完了。' },
    { clock: '+20m', expect: [{ chat: 'private', with: 'office', text: bot.table }] },
    { caption: '没有人为了表格写“收到”，可是每一步都有据可查。' },
  ],
}
