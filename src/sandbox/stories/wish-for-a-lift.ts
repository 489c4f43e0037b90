import type { Story } from '../story.ts'

type Who = 'daughter' | 'neighbour' | 'driver' | 'grandfather' | 'staff'
type Chat = 'third' | 'seventh' | 'staff'

/** What the bot is expected to say: the one place to adapt when its words change. */
const bot = {
  alone: /小格在私聊里给您看贴出来的样子/,
  preview: /📝 请看一下，贴出来是这样：\n【心愿】/,
  kept: /心愿\d+ 收下了，已经贴上留言墙/,
  wall: /📮 留言墙·心愿：[\s\S]*心愿{n}：/,
  first: /心愿{n} 附议好了，现在有1位一起盼/,
  second: /心愿{n} 附议好了，现在有2位一起盼/,
  third: /心愿{n} 附议好了，现在有3位一起盼/,
  noted: /心愿{n} 的答复记下了：正在办/,
  doing: /📮 心愿{n}【正在办】：[\s\S]*社区答复：/,
  agreed: /📮 心愿{n}【正在办】：[\s\S]*社区答复：全楼都签了字/,
  thanks: /收下了/,
} as const

/** One wish, others who wish the same, and the community that says what became of it to all of them. */
export const wishForALift: Story<Who, Chat> = {
  id: 'wish-for-a-lift',
  title: '想装一部电梯',
  about: '一个心愿写下来，有人一起盼，有人去办，办到哪一步都告诉到。',
  people: { daughter: 'chen', neighbour: 'ma', driver: 'zhou', grandfather: 'sun', staff: 'staff-1' },
  chats: { third: 'grid-03@chatroom', seventh: 'grid-07@chatroom', staff: 'staff@chatroom' },
  steps: [
    // Whoever plays it twice says the same again: after a week nobody minds.
    { clock: '+8d' },
    { clock: 'next-working-09:00' },
    { caption: '陈阿姨的妈妈八十二了，住五楼，下一趟楼要歇三回。她在群里写下一个心愿。' },
    {
      who: 'daughter',
      chat: 'third',
      says: '/心愿 盼着楼里装一部电梯，老妈妈想下楼晒晒太阳',
      expect: [
        { chat: 'third', text: bot.alone },
        { chat: 'private', text: bot.preview },
      ],
    },
    { caption: '不想写名字就不写。她看过，说好，心愿就贴上了墙。' },
    { who: 'daughter', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.kept, card: true }] },
    { caption: '马先生看到了，他家也有老人。' },
    { who: 'neighbour', chat: 'third', says: '/留言墙 心愿', expect: [{ chat: 'third', text: bot.wall }] },
    { who: 'neighbour', chat: 'third', says: '/附议 心愿{n}', expect: [{ chat: 'third', text: bot.first }] },
    { who: 'driver', chat: 'third', says: '/附议 心愿{n}', expect: [{ chat: 'third', text: bot.second }] },
    { caption: '隔壁网格的孙大爷七十五，住四楼，也盼着。' },
    { who: 'grandfather', chat: 'seventh', says: '/附议 心愿{n}', expect: [{ chat: 'seventh', text: bot.third }] },
    { caption: '盼的人多了，社区请人来看了井道。许主任说一句话，写的人和一起盼的人都听到。' },
    { clock: '+1d' },
    {
      who: 'staff',
      chat: 'staff',
      says: '/答复 心愿{n} 正在办 已请电梯公司来看过，下周挨家问意见',
      expect: [
        { chat: 'staff', text: bot.noted },
        { chat: 'private', with: 'daughter', text: bot.doing },
        { chat: 'third', text: bot.doing },
        { chat: 'seventh', text: bot.doing },
      ],
    },
    { caption: '挨家问意见、签字。有了新的一步，再说一次。' },
    { clock: '+4d' },
    {
      who: 'staff',
      chat: 'staff',
      says: '/答复 心愿{n} 正在办 全楼都签了字，下个月开工',
      expect: [
        { chat: 'private', with: 'daughter', text: bot.agreed },
        { chat: 'third', text: bot.agreed },
        { chat: 'seventh', text: bot.agreed },
      ],
    },
    { caption: '电梯还没有装好，可是每一步都有人告诉。陈阿姨写了一句谢谢。' },
    { who: 'daughter', chat: 'private', says: '/留言 感谢社区，感谢签字的邻居，我妈说日子有盼头了' },
    { who: 'daughter', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.thanks }] },
    { caption: '一个人的心愿，大家一起盼，就有了着落。' },
  ],
}
