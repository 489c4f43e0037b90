import type { Story } from '../story.ts'
import { zebraCrossing } from './zebra-crossing.ts'

type Who = 'resident' | 'neighbour' | 'worker' | 'secretary' | 'police'
type Chat = 'grid' | 'staff' | 'unit'

/** What the bot is expected to say: the one place to adapt when its words change. */
const bot = {
  registered: /#\d+ 已登记/,
  supported: /#{n} 记下了.*同样的情况/,
  accepted: /#{n} 3号网格员已受理/,
  escalatedInGroup: /#{n} 网格员已上报社区/,
  escalated: /#{n} 已报社区/,
  dispatched: /#{n} 已派单·待到场/,
  arrived: /#{n} 交警中队已接单/,
  progress: /#{n} 有进展：已到现场勘察/,
  extensionAsked: /#{n} 申请延期到.*\n同意请回 \/延期 {n}/,
  extensionGranted: /#{n} 交警中队承诺.*前办好：需报批后施划/,
  resolved: /@马先生.*@陈阿姨.*#{n} 交警中队已处置：斑马线已划好/s,
  invited: /@马先生.*@陈阿姨.*#{n} 请您来看看/s,
  rated: /@马先生.*@陈阿姨.*#{n} 谢谢评价：满意。这件事结案了/s,
} as const

/**
 * The crossing at the gate: from one resident's word in the group to a zebra crossing that he sees with his own eyes.
 * The people and groups are those of the example community.
 */
export const crossing: Story<Who, Chat> = {
  id: 'crossing',
  title: '门口的斑马线',
  about: '马先生在群里说了一句话，大门口多了一条斑马线。',
  people: { resident: 'ma', neighbour: 'chen', worker: 'worker-03', secretary: 'secretary', police: 'traffic' },
  chats: { grid: 'grid-03@chatroom', staff: 'staff@chatroom', unit: 'traffic@chatroom' },
  steps: [
    { clock: 'next-working-09:00' },
    { caption: '早上九点，马先生送完孩子，在网格群里说起大门口的事。' },
    {
      who: 'resident',
      chat: 'grid',
      says: '/报事 大门正对公交站，人和车挤在一起，太危险了',
      expect: [{ chat: 'grid', text: bot.registered, card: true }],
    },
    { caption: '小格登记了。邻居陈阿姨也有同感，引用这条消息附议。' },
    { who: 'neighbour', chat: 'grid', says: '我也有', quote: 'card', expect: [{ chat: 'grid', text: bot.supported }] },
    { caption: '网格员杨静受理，到门口看过，这件事要请交警，于是上报社区。' },
    { who: 'worker', chat: 'grid', says: '/受理 {n}', expect: [{ chat: 'grid', text: bot.accepted }] },
    {
      who: 'worker',
      chat: 'grid',
      says: '/上报 {n} 需要交警划线、设斑马线',
      expect: [
        { chat: 'grid', text: bot.escalatedInGroup },
        { chat: 'staff', text: bot.escalated },
      ],
    },
    { caption: '方书记在工作群里看到，派给交警中队，约好明天下午到场。' },
    {
      who: 'secretary',
      chat: 'staff',
      says: '/派单 {n} 交警 明天15:00',
      expect: [{ chat: 'unit', text: bot.dispatched }],
    },
    { caption: '交警中队接单，当天就到门口勘察。' },
    { who: 'police', chat: 'unit', says: '/接单 {n}', expect: [{ chat: 'grid', text: bot.arrived }] },
    {
      who: 'police',
      chat: 'unit',
      says: '/进展 {n} 已到现场勘察，早晚高峰人车混行，计划施划斑马线',
      expect: [{ chat: 'grid', text: bot.progress }],
    },
    { caption: '划线要报批，冯警官说清原因，给出日期。' },
    {
      who: 'police',
      chat: 'unit',
      says: '/延期 {n} {+10d} 需报批后施划',
      expect: [{ chat: 'staff', text: bot.extensionAsked }],
    },
    {
      who: 'secretary',
      chat: 'staff',
      says: '/延期 {n}',
      expect: [{ chat: 'grid', text: bot.extensionGranted }],
    },
    { caption: '日子一天天过去，一周以后，斑马线划好了。' },
    { clock: '+7d' },
    { who: 'police', chat: 'unit', picture: { name: '斑马线.png', bytes: zebraCrossing } },
    {
      who: 'police',
      chat: 'unit',
      says: '/办结 {n} 斑马线已划好，警示牌已装',
      expect: [{ chat: 'grid', text: bot.resolved }],
    },
    { caption: '杨静请马先生和附议的邻居来现场看一看。' },
    {
      who: 'worker',
      chat: 'grid',
      says: '/见证 {n} 明天16:00',
      expect: [{ chat: 'grid', text: bot.invited }],
    },
    { caption: '第二天下午四点，马先生到门口走了一趟。' },
    { clock: '+31h' },
    {
      who: 'resident',
      chat: 'grid',
      says: '满意',
      quote: 'latest',
      expect: [{ chat: 'grid', text: bot.rated }],
    },
    { caption: '一句话，不到十天，一条斑马线。事在格中议，事在格中办。' },
  ],
}
