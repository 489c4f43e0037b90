/**
 * How the parts of an address are written, each as a pattern over words that `foldAddress` has folded; `readAddress` says in
 * which order they are looked for. What has been read is covered by a sign that says what it was, which later patterns name.
 */

/** What a compound's name is to be replaced by, sign for sign, before the words are read; words are clean of it. */
export const NAMED = '\u0001'
export const GRID = '\u0003'
export const BUILDING = '\u0004'
export const UNIT = '\u0005'
export const FLOOR = '\u0006'
export const DOOR = '\u0007'

/** More numbers in a row than this are taken one by one; it also bounds the work. */
const LONGEST_LIST = 8

const han = '[零〇一二两三四五六七八九十廿卅百]'
/** A whole numeral, never the half of one, so that nothing is tried twice on the way back. */
const NUMERAL = `(?:\\d{1,4}(?!\\d)|${han}{1,5}(?!${han}))`
export const separator = '[、,，/和及与跟]'
export const toWord = '[-~～至到]'
const list = `${NUMERAL}(?:(?:号?(?:楼|栋|幢|单元)?|#)(?:${separator}|${toWord})${NUMERAL}){0,${LONGEST_LIST}}`
/** nothing that makes a number part of something longer: 13.5, 6/3, #128, 10:30 */
const START = `(?<![0-9.:/-]|(?<!(?:[0-9]|${han}))#|${han})`
const buildingWord = '(?:号院?楼|栋楼?|幢楼?|#楼?|座(?!位|的?车|轿|suv|山|桥|城|机))'
/** 网格3号楼 speaks of building 3 */
export const gridAhead = new RegExp(`网格第?(${NUMERAL})(?!${buildingWord})号?`, 'g')
export const gridBehind = new RegExp(`(?<![0-9])第?(${NUMERAL})号?网格`, 'g')

const small = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})'
const digit = '[一二三四五六七八九幺]'
const doorNumber = `(?:\\d{3,4}|${digit}[〇零一二三四五六七八九幺]{2,3})(?![0-9]|${han})[a-d]?(?![0-9a-z])`
const doorWord = '(?:室|号房|房(?![子价租屋产贷东客])|号?门牌|号(?=家))'
/** who lives behind a door: 302户主 */
const dweller = '(?=的?(?:户主|业主|住户|租户|租客|邻居|那[家户]|家(?![具电庭长政常教属])|老[人太]|大[爷妈]|阿姨))'
/** a number before these is an amount: 3号楼200多户, 501路, 300元 */
const noCount =
  '(?!\\.\\d|[%￥多余来几]|[个人元块平米斤度次年月日点时分秒天路吨升公厘毫万千百盏辆台条张份件套栋幢楼层线班瓦级名位包箱瓶只根棵步]|户(?!主)|号(?!房|家)|单元|家(?![的里漏在]))'
const emergency = '(?!(?:110|119|120|122|114)(?!\\d))'

const notCode = '(?<!(?:取件|取货|提货|验证)码.{0,2})'
/** 3-2-501, also with the phase of the compound ahead: 1-3-2-501 */
export const fullDoor = new RegExp(
  `${START}${notCode}(?:\\d{1,2}-)?(${small})[-/](${small})[-/](${doorNumber})(?!-?\\d)${doorWord}?`,
  'g',
)
const unitNotLesson = '单元(?!格|[测考试卷课]|作文|单词)'
export const unit = new RegExp(`${START}(?<!数学|语文|英语|复习|预习)(${list})${unitNotLesson}`, 'g')
export const building = new RegExp(`${START}(${list})${buildingWord}`, 'g')
/** 3楼2单元 and 3号2单元: what stands before an entrance is a building */
export const beforeUnit = new RegExp(`${START}(${list})(?:号?楼|号)(?=的?${UNIT})`, 'g')
export const beforeGate = new RegExp(`${START}(${list})(?:号?楼|号)的?(${small})门(?![牌铃])`, 'g')
export const gateOfBuilding = new RegExp(`(?<=${BUILDING}的?)(${small})门(?![牌铃])`, 'g')
/** 二门 alone is an entrance; 三门冰箱, 两门课 and 3号门 are not */
export const loneGate = new RegExp(
  `(?<![0-9.:/#号第有这那开关俩个学修报选]|${han})([二三四五六1-6])门(?=$|[，,。.、的里口上下]|楼[道梯下]|洞|[0-9]|[一二三四五六七八九十]{1,2}[楼层]|[堵漏停没灯])`,
  'g',
)
/** 3号楼3-2-501 and 3号楼2-501 after the building has been read */
export const unitAndDoor = new RegExp(`(?<=${BUILDING}[-,，]?)(${small})-(${doorNumber})(?!-?\\d)${doorWord}?`, 'g')
export const inCompound = new RegExp(
  `(?<=${NAMED}的?)(${NUMERAL})(?:号?-(${small})(?![0-9月日年])|(?=号${small}门))`,
  'g',
)
/** 3-501 */
export const shortDoor = new RegExp(
  `${START}(\\d{1,2})-(${doorNumber})(?!-?\\d)(?:${doorWord}|${noCount})(?<!-\\d+(?:110|119|120))`,
  'g',
)
/** 3楼501 is the building and the door, 5楼501 the floor and the door */
export const floorAndDoor = new RegExp(
  `${START}(${NUMERAL})(楼|层)[-,，的]?${emergency}(${doorNumber})(?:${doorWord}|${noCount})`,
  'g',
)
export const nextDoor = new RegExp(
  `(?<=(?:[${NAMED}${BUILDING}${UNIT}${FLOOR}${DOOR}]|小区|家园|花园|公寓|苑)[-,，、.·的]{0,2})${emergency}(${doorNumber})(?:${doorWord}|${noCount})`,
  'g',
)
export const markedDoor = new RegExp(`(?<![0-9.:/#a-z])(${doorNumber})(?:${doorWord}|${dweller})`, 'g')
export const livedIn = new RegExp(
  `(?<=住在?|住的是?|家[在是]|我[家是]|咱家|隔壁|对门|楼[上下]的?|邻居)${emergency}(${doorNumber})${noCount}`,
  'g',
)
/** What goes on in a home tells that the number is one's: 501漏水, 501的人 */
const homeLife =
  '(?=的人|的水|没人|不开门|反映|投诉|(?:又|一直|还)?在?(?:漏|渗|滴|装修|吵|敲)|家里|空调|卫生间|厨房|阳台|水管|天天|半夜|老是|总是)'
export const livelyDoor = new RegExp(
  `(?<![0-9.:/#a-z-]|${han}|第|编号)${emergency}(\\d{3,4})(?![0-9a-z])${homeLife}`,
  'g',
)
/** Where the words speak of a building, a number like a door's is one; that of an issue after a command is not. */
export const amongOthers = new RegExp(
  `(?<![0-9.:/#a-z￥¥$-]|${han}|第|编号|号码|/[\\u4e00-\\u9fff]{1,5})${emergency}(\\d{3,4})(?![0-9a-z]|[-/:]\\d)${noCount}`,
  'g',
)
/** 5楼东户 is one home as 501 is */
export const sideOfFloor = new RegExp(`(?<=${FLOOR}的?)[东西南北中左右]边?(?:户|手|家)`, 'g')

export const below = new RegExp(`(?:负|地下|(?<![0-9a-z\\u4e00-\\u9fff])-)(${NUMERAL})(?:楼|层)`, 'g')
export const basement = /(?<![0-9a-z]|维生素|维|驾照|驾)b([1-5])(?![0-9a-z]|驾|本|照|族)(?:楼|层)?/g
const elsewhere =
  '(?<!(?:超市|商场|医院|食堂|银行|学校|公司|单位|酒店|饭店|大厦|门诊部?|住院部|图书馆|大厅|派出所|广场)的?)'
export const floor = new RegExp(
  `${START}${elsewhere}(?<!共|总共)(${NUMERAL})(?:楼(?![说讲主菜]|正解|的(?:菜|餐厅|专柜|影院|说|火锅|店))|(?<!有.{0,4})层(?![皮纱布膜灰土油漆冰雪水次级棉被玻]|意思|关系|口罩|以上|楼?高))`,
  'g',
)

const nearby =
  '(?=的?(?:门口|门前|门洞|楼道|楼梯|电梯|后面|前面|旁边|对面|那边|这边|[东西南北][边头侧]|后头|前头|楼下|之间|中间|住户|业主|居民|那栋|那个楼))'
/** 3号 alone may be a date; where somebody lives or something stands it is a building */
export const bareNumber = new RegExp(`(?<![0-9.:/#月第今明后日-]|${han})(${list})号${nearby}`, 'g')
export const livedNumber = new RegExp(
  `(?<=住在?|家在)(${NUMERAL})号(?![线上下中晚早凌]|房|开始|之?[前后]|以[前后])`,
  'g',
)
