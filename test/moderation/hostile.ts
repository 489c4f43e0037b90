import type { Category } from '../../src/moderation/reason.ts'
import { EVASIONS, numbersFrom } from './evasions.ts'

/** What such posts turn upon, by what they are. What is hidden in a made post is this, and nothing of what stands around it. */
// biome-ignore format: one kind a line
const CORES: Readonly<Partial<Record<Category, readonly string[]>>> = {
  advert: ['诚招代理', '日结兼职', '刷单返现', '减肥药', '高仿手表', '代写论文', '代孕', '收驾照分', '私家侦探', '宝妈副业', '祖传秘方', '免税香烟', '手机赚钱', '微商代理'],
  fraud: ['杀猪盘', '资金盘', '保本高息', '荐股', '虚拟币', '跑分', '收银行卡', '百万保障', '拉人头', '稳赚不赔', '传销', '安全账户', '消费返利', '股票群'],
  gambling: ['赌博', '赌场', '博彩', '六合彩', '百家乐', '炸金花', '时时彩', '网赌', '赌球', '老虎机', '上分下分', '买球', '彩金', '红包扫雷'],
  porn: ['约炮', '裸聊', '嫖娼', '色情', '一夜情', '援交', '楼凤', '小姐上门', '黄片', '成人视频', '包夜', '看片群', '迷药', '性交'],
  drugs: ['冰毒', '毒品', '海洛因', '摇头丸', '大麻', 'K粉', '笑气', '上头电子烟', '吸毒', '贩毒'],
  violence: ['砍死你', '弄死他', '打断腿', '炸楼', '雇凶', '仿真枪', '暴力讨债', '泼硫酸', '报复社会', '管制刀具'],
  abuse: ['傻逼', '脑残', '畜生', '王八蛋', '你妈的', '贱人', '婊子', '操你', '死全家', '人渣', '杂种', '狗日的'],
  rumour: ['紧急扩散', '马上转发', '自来水有毒', '要地震', '偷孩子', '内部消息', '央视曝光', '银行倒闭', '艾滋针', '不转不是中国人'],
  superstition: ['算命', '转运符', '消灾解难', '养小鬼', '看八字', '开光手串', '跳大神', '做法事'],
  loan: ['无抵押贷款', '信用卡套现', '高利贷', '黑户可贷', '网贷', '征信修复', '当天放款', '花呗套现', '秒下款', '裸贷'],
  forgery: ['办证刻章', '假证', '代开发票', '办毕业证', '免考驾照', '假币', '假公章', '代开病假条', '银行流水代做', '套牌'],
  contact: ['加微信', '加我微信abc123', '加v信', '加vx', '+V信', 'wx号abc123', '加薇信', '加扣扣群'],
}
const BEFORE = [
  '',
  '',
  '',
  '邻居们好，',
  '大家看过来，',
  '问一下有没有人要，',
  '今天天气不错。',
  '本人长期做，',
  '有需要的，',
]
const AFTER = ['', '', '', '，懂的来', '，晚上八点以后', '，详情面谈', '。祝大家生活愉快', '，老地方见', '！']

export interface HostilePost {
  readonly category: Category
  readonly evasion: string
  readonly text: string
}

/** So many posts in which something is hidden, always the same ones. */
export function hostilePosts(count: number, seed = 7): HostilePost[] {
  const next = numbersFrom(seed)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T
  const posts: HostilePost[] = []
  const seen = new Set<string>()
  const categories = Object.entries(CORES) as [Category, readonly string[]][]
  while (posts.length < count) {
    const [category, cores] = pick(categories)
    const [evasion, evade] = pick(Object.entries(EVASIONS))
    const core = pick(cores)
    const hidden = evade(core, next)
    // Not every word can be hidden in every way.
    if (hidden === core && evasion !== 'plainly') continue
    const text = pick(BEFORE) + hidden + pick(AFTER)
    if (seen.has(text)) continue
    seen.add(text)
    posts.push({ category, evasion, text })
  }
  return posts
}
