import type { Story } from '../story.ts'

type Who = 'staff' | 'father' | 'neighbour' | 'another' | 'mother' | 'night' | 'grandfather'
type Chat = 'third' | 'seventh'

/** What the bot is expected to say: the one place to adapt when its words change. */
const bot = {
  planned: /《乐高智力开发》 第\d+期排好了，2次课/,
  preview: /《乐高智力开发》 第\d+期开始报名，乔老师主讲/,
  announced: /📢 通知\d+ · 玉成社区\n《乐高智力开发》 第\d+期开始报名/,
  early: /《乐高智力开发》.*开始报名，现在发的不算/,
  confirmed: /《乐高智力开发》.*报上了/,
  waiting: /《乐高智力开发》.*候补第\d+位/,
  own: /《乐高智力开发》已报上/,
  offered: /《乐高智力开发》空出了名额，轮到您了/,
  taken: /《乐高智力开发》报上了/,
  calledOff: /《乐高智力开发》这一期停办/,
} as const

/** A course of four places that many parents want at ten sharp: the order is that of the messages, and everybody sees it. */
export const legoRush: Story<Who, Chat> = {
  id: 'lego-rush',
  title: '乐高班秒杀',
  about: '四个名额，十点开抢：谁先谁后清清楚楚，空出来的位子按顺序给。',
  people: {
    staff: 'staff-1',
    father: 'ma',
    neighbour: 'chen',
    another: 'zhou',
    mother: 'he',
    night: 'wu',
    grandfather: 'sun',
  },
  chats: { third: 'grid-03@chatroom', seventh: 'grid-07@chatroom' },
  steps: [
    { clock: 'next-working-09:00' },
    { caption: '许主任排一期乐高班：两次课，四个名额，十点开始报名。' },
    {
      who: 'staff',
      chat: 'private',
      says: '/开课 乐高 每周六 9:30-11:00 共2次 从{+3d} 地点 科普活动室 名额 4 对象 孩子 假期 照常 发给 3、7 报名 {today} 10:00',
      expect: [{ chat: 'private', text: bot.planned }],
    },
    { caption: '先看海报和通知，没有问题再确认，两个群一起收到。' },
    { who: 'staff', chat: 'private', says: '/公布 乐高', expect: [{ chat: 'private', text: bot.preview }] },
    {
      who: 'staff',
      chat: 'private',
      says: '确认',
      expect: [
        { chat: 'third', text: bot.announced },
        { chat: 'seventh', text: bot.announced },
      ],
    },
    { caption: '孙大爷怕抢不上，先发了一条。早发的不算，小格私下里说得明白。' },
    { who: 'grandfather', chat: 'seventh', says: '/报名 乐高', expect: [{ chat: 'seventh', text: bot.early }] },
    { caption: '十点整，家长们一起报名。按小格收到的先后，一条不落。' },
    { clock: '+1h' },
    { who: 'father', chat: 'third', says: '/报名 乐高' },
    { who: 'mother', chat: 'seventh', says: '/报名 乐高 2' },
    { who: 'neighbour', chat: 'third', says: '/报名 乐高' },
    { who: 'night', chat: 'seventh', says: '/报名 乐高' },
    { who: 'another', chat: 'third', says: '/报名 乐高' },
    { caption: '结果每个群只说一次：谁报上了，谁在候补第几位。' },
    {
      clock: '+1m',
      expect: [
        { chat: 'third', text: bot.confirmed },
        { chat: 'third', text: bot.waiting },
        { chat: 'seventh', text: bot.confirmed },
        { chat: 'seventh', text: bot.waiting },
      ],
    },
    { caption: '自己报上了什么，私聊问得到。孩子的课家长回一句同意，名单上只写“马*小朋友”。' },
    { who: 'father', chat: 'private', says: '/我的课', expect: [{ chat: 'private', text: bot.own }] },
    { caption: '陈阿姨来不了，让出一个位子，轮到候补第一位的吴先生。' },
    {
      who: 'neighbour',
      chat: 'third',
      says: '/取消报名 乐高',
      expect: [{ chat: 'private', with: 'night', text: bot.offered }],
    },
    { who: 'night', chat: 'private', says: '要', expect: [{ chat: 'private', text: bot.taken }] },
    { caption: '四个名额，四个孩子，没有多报一个，也没有空着一个。' },
    { caption: '演示完了，这一期停办，报了名的都告诉到，下次还能再看。' },
    {
      who: 'staff',
      chat: 'private',
      says: '/审课 乐高 停办 演示结束',
      expect: [{ chat: 'third', text: bot.calledOff }],
    },
  ],
}
