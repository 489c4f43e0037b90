import { ownWords, type Sight } from './sight.ts'

/** Links, codes to scan, and money that is to change hands. Each gives what was found, in the writer's words. */

const LINK =
  /(?:https?|ftp|weixin|alipays?|taobao):\/\/\S{2,200}|(?<![a-z0-9@.])(?:www|wap|m|h5)\s?\.\s?[a-z0-9-]{2,40}\s?\.\s?[a-z]{2,10}|(?<![a-z0-9@.-])(?:[a-z0-9-]{1,40}\.){1,4}(?:com|cn|net|org|top|xyz|vip|cc|info|shop|club|site|online|app|link|icu|me|io|tv|work|fun|live|ltd|store|biz|la|co|pw|ly|gl|ws|cm)(?![a-z0-9@-])(?:\/\S{0,200})?/
/** t点cn, www点abc点c0m, a b c 。 c o m */
const HIDDEN_LINK =
  /[a-z0-9-]{2,40} ?(?:点|丶|。|·|,|\(点\)|\[点\]|dot|\(dot\)) ?(?:c[o0]m|cn|net|vip|cc|t[o0]p|xyz|app|com点cn)(?![a-z])|(?:w ?){3}[.点。·][^。]{2,40}[.点。·]c|[a-z0-9] ?\. ?c ?o ?m(?![a-z])/
const LINK_TALK =
  /(?:点击|戳|打开|点开|复制|点|见)(?:下面|下方|这个|此|以下|评论区|上方)?的?(?:链接|网址|连接|这里领)|复制(?:这段|本段|此段|这条|整段).{0,6}(?:打开|去|到)|打开(?:淘宝|拼多多|浏览器|某宝|tao宝).{0,6}(?:领|搜|看|粘贴)|浏览器(?:打开|输入|搜)|百度搜索?[^,。]{2,12}(?:官网|第一个|平台)|¥[a-z0-9]{6,}¥|下载(?:app|软件|地址)(?:领|注册|送|见)|扫码下载/

const CODE =
  /(?:扫|识别|长按|保存)(?:一?扫)?(?:图中|图片|图上|上图|上方|下方|下面|此|我的?|这个|右侧|海报)?的?(?:二维码|维码|小程序码|码)?(?:进群|加群|领|加我|关注|下载|添加|入群|报名领|抽奖|送|付|支付|下单|注册|免费|参与|砍)|(?:长按|识别)(?:图中|图片|上图|下图|下方|图上)?的?(?:二维码|维码)|(?:加|进)群(?:请)?扫|码上加|二维(?:码|马|碼)(?:在|见|看|加|私)(?:评论|图|我|头像|下)/
const CODE_WORD = /二维码|扫码|扫一扫|小程序码|群码/

const MONEY: readonly RegExp[] = [
  /(?:收款|付款|收钱|赞赏)(?:二维)?码(?!.{0,4}(?:坏|在哪|贴|牌))|(?:打|汇|转|付)(?:款|钱|账|帐)?(?:到|给|至|进)(?:我|这个|下面|以下|此|如下|他|她)的?.{0,4}(?:卡|账号|账户|支付宝|微信|户头|收款)|(?:微信|支付宝)(?:转账|转帐|转给我|收款|打给我)|先(?:转账|付款|付钱|[付打交转]定金|打钱|打款|交钱)|返(?:双倍|两倍|三倍|十倍)|双倍返/,
  /(?:借|急借|求借)(?:我|点|给我|一点|些|个)?[几两三五十百千万\d]{0,6}(?:块|元|千|万|百|k)?钱?(?:应急|救急|周转|急用|用用|过渡|明天还|下月还|月底还)|谁(?:能|可以|有)?借(?:我|给我|点)[^,。]{0,4}(?:钱|元|块|千|万)/,
  /(?:爱心)?(?:捐款|筹款|众筹|水滴筹|轻松筹|募捐|募款|善款)(?:链接|通道|账号|账户|请|到|给我|打|码|进度|转发|帮帮|求)|(?:帮|请|求)(?:大家|各位|忙|好心人)[^,。]{0,6}(?:捐|筹|转账|打赏)|打赏/,
  /(?:发|抢|领|送|包)(?:个|大|现金|手气|最大)?红包(?:群|领|加|扫|返|翻|押|\d)|红包(?:返|翻倍|押|秒返|秒结|\d+返)|(?:发|转)(?:我|给我)?\d{2,5}返\d{2,6}/,
]
const PRICE =
  /\d{1,6}(?:\.\d{1,2})? ?(?:元|块钱?|rmb|米|大洋)(?:一[个斤件套次份瓶条盒单晚台张])?(?:起|包邮|\/|出|卖|转让|可议|可刀|小刀|不议价|左右出|甩|拿走|处理)?|¥ ?\d{1,6}|[一二三四五六七八九十百两]+(?:元|块)(?:钱)?(?:一[个斤件套次份瓶条盒部])|一[份次条颗部张位]\s?(?:\d+|[二两三四五六七八九][十百千]|[一二两三四五六七八九十百千]+[块元百千])|价格?面议|加钱|工本费/
/** Second-hand things among neighbours: with a price or a way to get in touch it is a sale. */
const SALE =
  /(?:低价|便宜|急|诚心|九成新|八成新|全新|闲置|自用)[^,。]{0,6}(?:出|转让|转|处理|卖|出售|出租)|(?:出售|转让|转租|出租|求租|求购|收购|甩卖)[^,。]{0,10}(?:房|车位|车|铺|家电|冰箱|洗衣机|手机|电脑|床|柜|沙发|卡|票|储藏|门面|一套|一台|一个|一辆|整租|单间)|(?:房|车位|商铺|门面|单间|储藏室|冰箱|洗衣机|电视|婴儿车|电动车)[^,。]{0,4}(?:出租|出售|转让|转租|低价出|急出|急售)/

export interface TradeSigns {
  readonly link?: string
  readonly code?: string
  readonly money?: string
  readonly price?: string
  readonly sale?: string
}

export function tradeSignsOf(sight: Sight, picture: boolean): TradeSigns {
  const { plain, text } = sight
  const link = firstOf(plain, LINK) ?? firstOf(plain, HIDDEN_LINK) ?? inSight(sight, LINK_TALK)
  const code = inSight(sight, CODE) ?? (picture ? inSight(sight, CODE_WORD) : undefined)
  const money = MONEY.some((pattern) => pattern.test(text))
    ? first(MONEY.map((pattern) => inSight(sight, pattern)))
    : undefined
  const price = firstOf(plain, PRICE)
  const sale = inSight(sight, SALE)
  return {
    ...(link !== undefined && { link }),
    ...(code !== undefined && { code }),
    ...(money !== undefined && { money }),
    ...(price !== undefined && { price }),
    ...(sale !== undefined && { sale }),
  }
}

function firstOf(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[0]
}

function inSight(sight: Sight, pattern: RegExp): string | undefined {
  const match = pattern.exec(sight.text)
  return match ? ownWords(sight, match.index, match.index + match[0].length) : undefined
}

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined)
}
