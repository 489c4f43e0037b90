import type { Story } from '../story.ts'
import { zebraCrossing } from './zebra-crossing.ts'

type Who = 'resident' | 'neighbour' | 'another' | 'worker'
type Chat = 'grid'

/** What the bot is expected to say: the one place to adapt when its words change. */
const bot = {
  registered: /#\d+ 已登记/,
  card: /#\d+ 待受理/,
  accepted: /#{n} 3号网格员已受理/,
  resolved: /@马先生.*@陈阿姨.*@周师傅.*#{n} 3号网格员已处置：/s,
  rated: /#{n} 谢谢评价：满意/,
} as const

/** A power cut at dinner time: three neighbours chat, nobody types a command, and it becomes one issue. */
export const powerCut: Story<Who, Chat> = {
  id: 'power-cut',
  title: '三家停电',
  about: '没有人发命令，三位邻居聊了几句，小格听出是一件事。',
  people: { resident: 'ma', neighbour: 'chen', another: 'zhou', worker: 'worker-03' },
  chats: { grid: 'grid-03@chatroom' },
  steps: [
    { clock: 'next-working-09:00' },
    { caption: '群里在闲聊，小格不出声，也不记。' },
    { who: 'neighbour', chat: 'grid', says: '今天的西红柿真便宜，三块五一斤' },
    { caption: '马先生家里忽然没电了，顺口在群里说了一句，没有发命令。' },
    { who: 'resident', chat: 'grid', says: '3号楼怎么又停电了，整栋楼都没电，谁去报一下修' },
    { caption: '小格等他把话说完：半分钟没有下文，就登记成一件事。' },
    {
      clock: '+1m',
      expect: [
        { chat: 'grid', text: bot.registered, card: true },
        { chat: 'private', with: 'worker', text: bot.card },
      ],
    },
    { caption: '邻居接上话头。小格默默记下，不再插话。' },
    { who: 'neighbour', chat: 'grid', says: '我家也停了' },
    { who: 'another', chat: 'grid', says: '+1' },
    { clock: '+1m' },
    { caption: '网格员杨静受理，请电工修好，拍了照片。' },
    { who: 'worker', chat: 'private', says: '/受理 {n}', expect: [{ chat: 'grid', text: bot.accepted }] },
    { clock: '+1h' },
    { who: 'worker', chat: 'private', picture: { name: '电表箱.png', bytes: zebraCrossing } },
    {
      who: 'worker',
      chat: 'private',
      says: '/办结 {n} 总闸烧坏了，已经换新的，电来了',
      expect: [{ chat: 'grid', text: bot.resolved }],
    },
    { caption: '三家都得到了消息。马先生说满意，这件事结案。' },
    { who: 'resident', chat: 'grid', says: '满意', quote: 'latest', expect: [{ chat: 'grid', text: bot.rated }] },
    { caption: '说一句家常话，就有人来办。' },
  ],
}
