import type { Story } from '../story.ts'

type Who = 'staff' | 'resident' | 'neighbour' | 'grandfather' | 'dancer'
type Chat = 'staff' | 'third' | 'seventh' | 'ninth'

const CARD = /🏮 中秋祝福墙（墙稿\d+），3条，还没有发/

/** What the bot is expected to say: the one place to adapt when its words change. */
const bot = {
  opened: /中秋祝福墙开了/,
  invited: /🏮 中秋祝福墙开了，到.*为止。想说句祝福/,
  preview: /📝 请看一下，贴出来是这样/,
  signed: /署名：七十五岁的老孙/,
  accepted: /收下了，已经贴上留言墙。会放到中秋祝福墙上/,
  acceptedHere: /收下了.*会放到中秋祝福墙上/,
  alone: /小格在私聊里给您看贴出来的样子/,
  held: /留言\d+ 收下了。贴出来以前，请社区工作人员先看一下/,
  refused: /留言{n} 这次没有贴出来，因为：墙上不放广告/,
  deleted: /已经删掉，内容不再保留/,
  shown: CARD,
  sending: /好的，中秋祝福墙开始往\d+个群发/,
  published: /🏮 中秋祝福墙：邻居们写下的3句话都在图上/,
  seen: /🏮 中秋祝福墙，3条留言/,
} as const

/** Blessings for Mid-Autumn that become one picture: each shown to its author first, and all of them to the staff. */
export const midAutumnWall: Story<Who, Chat> = {
  id: 'mid-autumn-wall',
  title: '中秋墙',
  about: '邻居们一人一句，做成一面中秋祝福墙：写的人看过，社区看过，才发到群里。',
  people: { staff: 'staff-1', resident: 'ma', neighbour: 'chen', grandfather: 'sun', dancer: 'xu' },
  chats: { staff: 'staff@chatroom', third: 'grid-03@chatroom', seventh: 'grid-07@chatroom', ninth: 'grid-09@chatroom' },
  steps: [
    // Whoever plays it twice says the same again: after a week nobody minds.
    { clock: '+8d' },
    { clock: 'next-working-09:00' },
    { caption: '中秋快到了，许主任在工作群里开一面祝福墙。' },
    {
      who: 'staff',
      chat: 'staff',
      says: '/留言墙 开 中秋 {today}..{+1d}',
      expect: [
        { chat: 'staff', text: bot.opened },
        { chat: 'third', text: bot.invited },
        { chat: 'seventh', text: bot.invited },
      ],
    },
    { caption: '每个群只说一句。马先生私聊小格，写下第一句；贴出来什么样，先给他看，他说好才算数。' },
    {
      who: 'resident',
      chat: 'private',
      says: '/留言 祝老邻居们中秋团圆，月圆人也圆',
      expect: [{ chat: 'private', text: bot.preview }],
    },
    { who: 'resident', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.accepted }] },
    { caption: '孙大爷在群里说。他说的话，小格私下里给他看，还能署个名。' },
    {
      who: 'grandfather',
      chat: 'seventh',
      says: '/留言 祝在外头打工的孩子们平平安安，早点回家吃月饼',
      expect: [
        { chat: 'seventh', text: bot.alone },
        { chat: 'private', text: bot.preview },
      ],
    },
    {
      who: 'grandfather',
      chat: 'private',
      says: '署名 七十五岁的老孙',
      expect: [{ chat: 'private', text: bot.signed }],
    },
    { who: 'grandfather', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.accepted }] },
    { caption: '陈阿姨许个心愿；又写了一句，想想不妥，自己删掉。' },
    { who: 'neighbour', chat: 'private', says: '/心愿 盼着小广场有一排长椅，赏月有地方坐' },
    { who: 'neighbour', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.accepted }] },
    { who: 'neighbour', chat: 'private', says: '/留言 祝我家老头子少喝两杯，天天健康' },
    { who: 'neighbour', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.acceptedHere }] },
    { who: 'neighbour', chat: 'private', says: '/留言 删', expect: [{ chat: 'private', text: bot.deleted }] },
    { caption: '有人写了一句像广告的。小格不替人做主，先请工作人员看。' },
    {
      who: 'dancer',
      chat: 'private',
      says: '/留言 祝大家中秋快乐，团购月饼加微信 yuebing8866',
      expect: [{ chat: 'private', text: bot.preview }],
    },
    { who: 'dancer', chat: 'private', says: '好', expect: [{ chat: 'private', text: bot.held, card: true }] },
    { caption: '许主任退回这一条，理由只说给写的人听；她可以改，也可以申诉。' },
    {
      who: 'staff',
      chat: 'private',
      says: '/审核 退回 留言{n} 墙上不放广告',
      expect: [{ chat: 'private', with: 'dancer', text: bot.refused }],
    },
    { caption: '到了中秋，早上九点，小格把墙画好，先给工作群看。退回的、删掉的，都不在上面。' },
    { clock: 'next-09:00', expect: [{ chat: 'staff', text: bot.shown }] },
    { caption: '许主任看过，引用这条回「确认」，图才发到各个网格群。' },
    {
      who: 'staff',
      chat: 'staff',
      says: '确认',
      quote: CARD,
      expect: [
        { chat: 'staff', text: bot.sending },
        { chat: 'seventh', text: bot.published },
        { chat: 'third', text: bot.published },
      ],
    },
    { caption: '后来想看的，私聊小格就能看到。一人一句，月圆人圆。' },
    { who: 'grandfather', chat: 'private', says: '/留言墙 中秋', expect: [{ chat: 'private', text: bot.seen }] },
  ],
}
