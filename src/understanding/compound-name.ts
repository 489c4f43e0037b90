/** Where the name of a compound stands in somebody's words. */
export interface CompoundName {
  readonly from: number
  readonly to: number
}

/** Names that end so are compounds' names whatever follows. */
const SURE =
  '小区|家园|花园|嘉园|佳园|花苑|佳苑|嘉苑|雅苑|新苑|家苑|新村|公寓|家属院|大院|宿舍区?|华府|名邸|名苑|名都|山庄|雅居|豪庭|华庭|小镇|国际城|花城|新城'
/** Names that end so are compounds' names where a building follows: 平安里3号楼. */
const BEFORE_NUMBER = '里|苑|园|院|庭|府|城|湾|郡|轩|阁|居|村|坊|邸|巷|弄|胡同|大厦'
const PART = '(?:[一二三四五六1-6]期|[东西南北中][区院](?!别|域)|[a-d]区)?'
const numbered = '(?=的?(?:\\d{1,3}|[一二三四五六七八九十]{1,3})(?:号|栋|幢|座|#|单元|-\\d))'
const NAME = new RegExp(
  `([\\p{Script=Han}\\d]{1,8}?)((?:${SURE})(?!门口?诊)${PART}|(?:${BEFORE_NUMBER})${PART}${numbered})`,
  'gu',
)

/** What may stand before a name and is no part of it. The last one of these is where the name can begin. */
const BEFORE =
  /反映|投诉|举报|建议|希望|目前|近期|今日起|即日起|关于|鉴于|怎么|最怕|本人|贵区|会儿|小时候|开发商|启动|重视|人家|别家|有关|小区|我们|咱们|你们|他们|这边|那边|这个|那个|哪个|请问|小区的|有没有|附近|隔壁|对面|旁边|就在|位于|地址|楼下|门口|还有|[我你您他她它咱的地得在住到去来从往向是有对问给把被让了吧吗呢啊哎呀嗯唉哦着过就也都又还很不没这那哪个各每全整某为因于与跟将称作和及至叫说看找进出回离号楼栋幢座层路街口及1234567890]/gu
/** Beginnings of names in which one of those signs belongs to the name. */
const BELONGS =
  /^(?:和[平谐美顺兴园居睦]|向[阳荣南东]|来[福凤]|全[福兴]|进[步取]|路[桥北南]|还[建迁]|出[版口]|地[矿质铁]|不[夜]|回[龙迁民]|过[街])/u
/** Descriptions of a compound that are no name. */
const NO_NAME =
  /^(?:老旧?|旧|新建?|新?小|本|大|该|同|别|其他|别的|多|两|几|些|封闭|开放式?|安置|高档|普通|老年|青年|人才|单身|学生|职工|员工|单位|公司|学校|工厂|厂|空中|中心|中央|街心|屋顶|私家|后|城市|公|美丽|文明|智慧|无障碍|示范|优秀|先进|共建|建设|创建|守护|爱护|热爱|出租|租|买|卖|物业|社区|整治|改造|管理|业主|居民|回|进|出)$|(?:老旧|新建|安置|公租房|廉租房|同事|朋友|亲戚|表[哥姐]|大学|大学老|求职|员工|职工|某|(?<!第)一)$/u

/**
 * Reads a name that ends as compounds' names do: 向阳小区, 新桥家园二期. `words` hold no blanks and are folded; of
 * several names the first. Linear in their length; never throws.
 */
export function readCompoundName(words: string): CompoundName | undefined {
  for (const match of words.matchAll(NAME)) {
    const [whole, before = '', rest = ''] = match
    const from = beginningOf(before)
    const own = before.slice(from)
    // One sign alone is no name before 小区 or 里; 文苑5幢 and 槐园3号楼 are.
    if (own.length < (/^[苑园府城湾郡轩阁居邸]/.test(rest) ? 1 : 2) || NO_NAME.test(own)) continue
    return { from: match.index + from, to: match.index + whole.length }
  }
  return undefined
}

function beginningOf(before: string): number {
  let from = 0
  for (const match of before.matchAll(BEFORE)) {
    if (match.index < from || BELONGS.test(before.slice(match.index))) continue
    // 春和里, 学院路小区: the name goes on before such a sign where hardly anything is left after it.
    if (/[和路街口]/.test(match[0]) && match.index > from && before.length - match.index < 3) continue
    from = match.index + match[0].length
  }
  return from
}
