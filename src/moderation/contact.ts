import { GAP, ownWords, type Sight } from './sight.ts'

/** Somebody wants to be written to elsewhere. */
export interface Contact {
  readonly found: string
  /** nobody writes so who is not selling: +V, 薇信, 加微亻言, 私信我领 */
  readonly loud: boolean
}

/** 微信 in all its dresses */
const CHAT =
  '(?:[微薇徽葳溦嶶敚媺wv]+[信芯心新星馨x辛]|微[型行]信|wei(?:xin|信)|weixin|wechat|vx|wx|v信|v心|微x|薇x|绿泡泡|绿色聊天软件|绿色软件)'
const ADD = '(?:加|\\+|jia|伽|茄|嘉|珈|架|迦|佳|添加|tj|扣)'
const SHORT =
  '(?:[vwq微薇徽葳]|威信|维信|卫星|围信|胃信|危信|喂信|伪信|威❤|扣扣|企鹅|蔻蔻|口口|qq|群号|裙|君羊|飞机|电报)'

const LOUD: readonly RegExp[] = [
  // what is written in a disguise is no question how to join the group
  new RegExp(
    `${ADD}(?:一?下|个|我们?|我的|你|俺|偶|本人)?的?(?:${SHORT}(?!群|信群)|薇[信芯心]|徽信|v信|vx|wx|微[芯心星馨辛])`,
  ),
  /(?:薇|徽|葳|溦)[信芯心新星馨]|(?<![a-z])v(?:信|x)(?![a-z])|(?<![a-z])wx号?(?![a-z])|绿泡泡|卫星号|威信号|微新号|微型号码|薇号|微芯|(?<!\d)v我(?!们|家)/,
  /(?:加|\+)(?:q群|扣扣?群|企鹅群|扣群|裙|君羊|企鹅群|qq群)|进裙|进君羊|入裙|(?:私|滴滴|dd|戳|找)我(?:领|拿|要|进|发资料|带|做|报名费|免费)/,
  /(?:主页|头像|简介|昵称|名片)(?:有|看|加|联系|见|里有|上有)(?:微|薇|v|联系|电话|我|惊喜|资源)|(?:看|点)我(?:主页|头像|简介|名片)/,
  /(?:咨询|联系|详询|预约|订购|请加|添加|加我|加)(?:微信|微信号|手机号?|电话|qq|客服|专员|老师|经理|顾问|总|导师)(?:[:是为]|[a-z0-9_]{5,})/,
]

/** After these somebody asks or tells how to be in the neighbours' own group. */
const ASKING =
  /(?:怎么|怎样|如何|咋|没|没有|未|已|已经|可以|能|能不能|可不可以|想|要|去哪|哪里|谁|请|麻烦|帮忙|帮我|被|不|先|别|别乱|不要|勿|莫|随便|千万别|老|总|自称|让|要求|叫|人|有人|说|再|才|刚|刚刚|也)$/
const GROUP_BEHIND =
  /^(?:的)?(?:社区|网格|楼栋|业主|小区|邻里|邻居|学员|志愿者|我们)?(?:工作)?群|^(?:了|过|一下网格|网格员|上|不上|没|吗|好友|才|来加)/
const SOFT = new RegExp(
  `(?:${ADD}(?:一?下|个|我们?|我的|你)?的?${CHAT}|私聊我?|私信我?|私我|联系我|${ADD}我(?!家|们|一个|们?也)|(?:微信|电话|手机号?|qq)(?:同号|同步)|微电同)`,
  'g',
)

const MARKED = /〔(?:电话|微信号|邮箱|号码)〕/

/** How the text wants its readers to get in touch. Marks that stand for a covered number count like the number. */
export function contactOf(sight: Sight): Contact | undefined {
  for (const pattern of LOUD) {
    const match = pattern.exec(sight.text)
    if (match && !asked(sight, match))
      return { found: ownWords(sight, match.index, match.index + match[0].length), loud: true }
  }
  for (const match of sight.text.matchAll(SOFT)) {
    if (asked(sight, match)) continue
    return {
      found: ownWords(sight, match.index, match.index + match[0].length),
      loud:
        oddWithin(sight.gaps, match.index, match.index + match[0].length) ||
        /^(?:加|\+)我?(?:的|个)?微信$|^jia|同号|微电同/.test(match[0]),
    }
  }
  const marked = MARKED.exec(sight.own)
  return marked ? { found: marked[0], loud: false } : undefined
}

function asked({ text, gaps }: Sight, match: RegExpExecArray | RegExpMatchArray): boolean {
  const from = match.index ?? 0
  const to = from + match[0].length
  const disguised = /[薇徽葳vwx]|jia|\+/.test(match[0]) || oddWithin(gaps, from, to)
  if (disguised || /[q扣]群$/.test(match[0])) return false
  if (gaps[from] !== GAP.sentence && ASKING.test(text.slice(Math.max(0, from - 4), from))) return true
  return GROUP_BEHIND.test(text.slice(to, to + 8))
}

function oddWithin(gaps: Uint8Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (gaps[i] === GAP.odd) return true
  return false
}
