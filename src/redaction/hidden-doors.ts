import { findNames } from './names.ts'

interface Stretch {
  readonly from: number
  readonly to: number
}

interface Rule {
  readonly pattern: RegExp
  /** without one of these signs the pattern is not tried */
  readonly needs: RegExp
  readonly fits?: (match: RegExpExecArray, words: string, names: () => ReadonlySet<number>) => boolean
}

const BUILDING = '\u0004'
const UNIT = '\u0005'
const FLOOR = '\u0006'

const HIGHEST_FLOOR = 60
const MOST_DOORS = 20
/** Numbers of services, of days when everybody buys, and of universities: nobody's door by themselves. */
const FAMOUS: ReadonlySet<string> = new Set(['110', '114', '119', '120', '122', '211', '315', '520', '618', '818'])

const han = '[零〇一二三四五六七八九十幺]'
const number = `(?:\\d{1,2}(?!\\d)|${han}{1,3}(?!${han}))`
const doorNumber = `(?:\\d{3,4}(?![0-9])|[一二三四五六七八九幺][零〇一二三四五六七八九幺]{2,3}(?!${han}))[a-d]?(?![0-9a-z])`
/** a number before these is an amount or the name of something else: 200多户, 501路, 300元, 3号线 */
const noCount =
  '(?![.:/]\\d|[%￥¥多余来几~-]|[个人元块平米斤度次年月日点时分秒天路线吨升公厘毫万千百盏辆台条张份件套栋幢楼层班瓦级名位包箱瓶只根棵步胶]|单元|户(?!主)|号(?![房家])|(?:小?会议|办公|活动|阅览|教|诊|医务|值班|值守|警卫|库)[室房]|包[间厢]|教室)'
/** 2号 of these is no home: 2号窗口, 2号下午 */
const noPlace =
  '(?!楼|院|栋|幢|网格|线|路|车|库|梯|电|机|窗|柜|台|厅|诊|会议|办公|桌|馆|教|门(?!口|牌)|桩|桶|灯|井|泵|岗|亭|文|单元|[上下中]午|早|晚|凌晨|夜|当天|那天|[停断]|开始|之?[前后]|以[前后]|起|到|至|才|来|就|会|要|再|又|还|也|[-~、]?\\d|公告|通知)'
/** 2室1厅 is a kind of flat */
const noFlat = '(?![\\d一二两三]{0,2}[厅卫]|内|温|外)'
const START = `(?<![0-9.:/#-]|${han})`
/** 5-8层, 1-3单元 and 9-11点 are stretches of something, 6-3 a day where something is planned */
const noStretch =
  '(?![-/.:]?\\d|[号]?[楼层户个人元块岁天年月日点时分栋幢%]|号?单元|号?(?:停|上午|下午|晚|早|之?[前后])|[都全均共之]|号线)'
const side = '[东西南北中左右]{1,2}[边侧手面头]?'
const lettered = `(?:(?<![a-z0-9])[a-z](?:座|栋|幢|号?楼|区)|[甲乙丙丁东西南北]座)[的-]?`

/** who lives behind a number, and what is beside it */
const HOUSEHOLD =
  /^(?:的?(?:那[个位]?[男女]|[男女]的|两口子|夫[妻妇]|[小老]两口|一家|[小熊]?孩子|小孩|[男女]孩|大[哥姐叔娘婶]|小(?:哥|伙|姑娘)|[狗猫]|老[头公婆]|房东|租客|邻居|业主|人家)|对门|隔壁|楼[上下]|门[口前上]|报修|没交|欠费)/
/** Where a text speaks of days, 3号楼5号 is one. */
const DATED = /停[水电气暖]|通知|检修|安排|消杀|体检|日期|时间/

const isDoor = (written: string): boolean => {
  const digits = [...written.replace(/[a-d]$/, '')].map((sign) => {
    const value = '零一二三四五六七八九'.indexOf(sign.replace(/[〇o]/, '零').replace('幺', '一'))
    return value < 0 ? sign : String(value)
  })
  const value = Number(digits.join(''))
  const [storey, place] = [Math.trunc(value / 100), value % 100]
  return storey >= 1 && storey <= HIGHEST_FLOOR && place >= 1 && place <= MOST_DOORS && !FAMOUS.has(String(value))
}
const doorFits = ([whole]: RegExpExecArray) => isDoor(/^[^a-z]+[a-d]?/.exec(whole)?.[0].replace(/[室号房]+$/, '') ?? '')

const sole = '(?:家|的?(?:住户|业主|邻居|租|老|阿姨)|门口|那[家户]|漏|渗|吵|装修|室|户主|房|[,。!?;)]|$)'

const RULES: readonly Rule[] = [
  // 11楼2号, 5楼02室, 3号楼2单元5号, 五楼的第二户
  {
    needs: new RegExp(`[${UNIT}${FLOOR}]`),
    pattern: new RegExp(
      `(?<=[${FLOOR}${UNIT}][的,，-]?)第?${number}(?:号房?${noPlace}|室${noFlat}|房(?![子价租屋产间]))|(?<=${FLOOR}的?)第${number}[户家](?!人)`,
      'g',
    ),
  },
  // 5楼02, 2单元03
  {
    needs: new RegExp(`[${UNIT}${FLOOR}]0`),
    pattern: new RegExp(`(?<=[${FLOOR}${UNIT}])0\\d(?![\\d.:点月日年分%后-])${noCount}`, 'g'),
  },
  // 3栋5号
  {
    needs: new RegExp(`${BUILDING}`),
    pattern: new RegExp(`(?<=${BUILDING}[的,，-]?)${number}(?:号(?=${sole})|室${noFlat})`, 'g'),
    fits: (_, words) => !DATED.test(words),
  },
  // 2单元5-1, 5栋12-3
  {
    needs: new RegExp(`[${BUILDING}${UNIT}]`),
    pattern: new RegExp(`(?<=[${UNIT}${BUILDING}][-,，的]?)\\d{1,2}-\\d{1,2}(?!\\d)${noStretch}[号室]?`, 'g'),
    fits: ([whole]) => {
      const [storey = 0, place = 0] = whole.split('-').map((part) => Number.parseInt(part, 10))
      return storey >= 1 && storey <= HIGHEST_FLOOR && place >= 1 && place <= MOST_DOORS
    },
  },
  // A座1603, B栋-502
  {
    needs: /[a-z甲乙丙丁东西南北][座栋幢楼区号]/,
    pattern: new RegExp(`(?<=${lettered})${doorNumber}${noCount}(?:室|号房)?`, 'g'),
    fits: doorFits,
  },
  // A-502室, 五零1室, 5O1室, 5.0.1室
  {
    needs: /室|房|户/,
    pattern: /(?<![a-z0-9])[a-h]-?\d{3,4}(?:室|号房|(?=户主|的?住户|的?业主))/g,
  },
  {
    needs: /室|号房/,
    pattern: new RegExp(
      `${START}(?:[1-9]\\d?[.·*_丶、-]?[0o〇零][.·*_丶、-]?|[1-9一二三四五六七八九][\\do〇零一二三四五六七八九]{1,2})[\\dl一二三四五六七八九](?:室${noFlat}|号房)`,
      'g',
    ),
  },
  // 2单元5零1
  {
    needs: new RegExp(`[${BUILDING}${UNIT}${FLOOR}][1-9一二三四五六七八九]`),
    pattern: new RegExp(
      `(?<=[${UNIT}${BUILDING}${FLOOR}])[1-9一二三四五六七八九][\\do〇零一二三四五六七八九幺]{2,3}(?![\\da-z]|${han})${noCount}`,
      'g',
    ),
    fits: ([whole]) => isDoor(whole),
  },
  // 12F-03, 3栋16f2
  {
    needs: /\df/,
    pattern: new RegExp(
      `(?<=[${BUILDING}${UNIT}]-?)\\d{1,2}f-?\\d{1,2}(?!\\d)[室号户]?|(?<![a-z0-9])\\d{1,2}f-?\\d{1,2}(?:室|户|号房)`,
      'g',
    ),
  },
  // 顶楼西户, 5楼左边那家, 六楼东边的住户
  {
    needs: /[东西南北中左右]/,
    pattern: new RegExp(
      `(?<=(?:${FLOOR}|[顶底][楼层]|最高层|阁楼)[的最靠]{0,2})${side}(?:[那这的]|第一){0,2}(?:[户家](?![具属长电型])|住户|业主|邻居)`,
      'g',
    ),
  },
  // 东户 where a floor is told too
  {
    needs: new RegExp(`${FLOOR}|[顶底][楼层]`),
    pattern: /(?<![0-9])[东西南北中]边?户(?![型外口籍均])/g,
  },
  // 房号501, 门牌:5-1
  {
    needs: /房|门牌|门号|室号|住址/,
    pattern: new RegExp(
      `(?<=(?:房号|房间号?|门牌号?|门号|室号|住址)码?[是为:：]?)(?:${doorNumber}|\\d{1,2}-\\d{1,4}(?![\\d-]))${noCount}`,
      'g',
    ),
  },
  // 住3-2-5, 住12-1-11-2
  {
    needs: /-\d{1,2}-/,
    pattern:
      /(?<=(?:住在?|家在|我是|我家|地址[是:：]?)\d{1,2}-\d{1,2}-)\d{1,2}(?:-\d{1,2})?(?![\d-])|(?<=(?<![\d.-])\d{1,2}-\d-)\d{1,2}-[1-9](?![\d-]|期|号楼|[楼层])/g,
    fits: ({ 0: whole, index }, words) => !(/^3-4$/.test(whole) && words.slice(0, index).endsWith('1-2-')),
  },
  // 我们501也没水
  {
    needs: /我|咱|俺|这里是|本[户人]/,
    pattern: new RegExp(
      `(?<=(?:我们?|咱们?|俺们?)(?:家?是?|这边是?)|这里是|本户|本人)${doorNumber}(?=报修|的(?!时候)|家|这[边里]|漏|没|停|也|那|[,，。+!]|$)`,
      'g',
    ),
    fits: doorFits,
  },
  // 501的老王, 602两口子
  {
    needs: /\d{3}|[一二三四五六七八九幺][零〇一二三四五六七八九幺]{2}/,
    pattern: new RegExp(`(?<![0-9.:/#a-z￥¥$-]|${han}|第|编号|/[\\u4e00-\\u9fff]{1,5})${doorNumber}`, 'g'),
    fits: (match, words, names) => {
      if (!doorFits(match)) return false
      const to = match.index + match[0].length
      return (
        HOUSEHOLD.test(words.slice(to, to + 6)) || names().has(to) || (words.charAt(to) === '的' && names().has(to + 1))
      )
    },
  },
]

/**
 * Homes that are told in other ways than by a number behind a building or an entrance. `words` hold no blanks and have
 * been folded by `foldAddress`; what `readAddress` has read is covered by the signs above. Linear; may overlap.
 */
export function hiddenDoors(words: string): Stretch[] {
  let known: ReadonlySet<number> | undefined
  const names = () => {
    known ??= new Set(findNames(words).map(({ from }) => from))
    return known
  }
  return RULES.filter(({ needs }) => needs.test(words)).flatMap(({ pattern, fits }) =>
    [...words.matchAll(pattern)]
      .filter((match) => fits?.(match, words, names) ?? true)
      .map(({ 0: whole, index }) => ({ from: index, to: index + whole.length })),
  )
}
