import type { AREAS, GENDERS, HEALTHS, JOBS, MARITALS, PHOTOS, RELIGIONS } from './fields.ts'

type Words<K extends string> = readonly (readonly [K, RegExp])[]

/** The first of the list of which a word stands in the text. Normalised text. */
function firstIn<K extends string>(words: Words<K>): (text: string) => K | undefined {
  return (text) => words.find(([, pattern]) => pattern.test(text))?.[0]
}

/** 男 or 女; both or neither is none. */
export function readGender(text: string): keyof typeof GENDERS | undefined {
  const woman = /女|姑娘|小姐|阿姨|^[fF]$/.test(text)
  const man = /男|先生|小伙|大叔|^[mM]$/.test(text)
  return woman === man ? undefined : woman ? 'F' : 'M'
}

/**
 * The kind of job, never the employer: 在医院上班 and 在某某医院当护士 are both 医疗卫生. Of one who does several things the
 * first of this list.
 */
export const readJob = firstIn<keyof typeof JOBS>([
  ['retired', /退休|离休|内退/],
  ['student', /在读|读书|上学|学生|研究生|读研|读博/],
  ['health', /医院|医生|大夫|护士|医疗|卫生院|药店|药师|药房|诊所|检验|康复|牙科/],
  ['teaching', /老师|教师|教书|学校|幼儿园|幼师|教育|培训|教练/],
  ['office', /公务员|事业单位|机关|政府|街道办|社区工作|公安|警察|法院|检察|税务|部队|军人|消防|国企行政|体制内/],
  ['technical', /程序员|软件|工程师|技术|计算机|互联网|it|IT|设计师|研发|测绘|建筑师/],
  ['driver', /司机|开车|跑车|货运|物流|快递|外卖|骑手|网约车|出租/],
  ['trade', /个体|做生意|开店|老板|摆摊|店主|创业|自己干/],
  ['worker', /工人|厂|车间|电工|焊工|木工|瓦工|钳工|装修|工地|施工|维修|技工/],
  ['service', /餐饮|饭店|厨师|服务员|美容|理发|美发|保安|保洁|家政|月嫂|酒店|超市|收银|导购|营业员|销售员|物业/],
  ['farming', /务农|种地|农民|种田|养殖|大棚/],
  ['freelance', /自由职业|自媒体|主播|兼职|写作|摄影师|在家接活/],
  ['company', /公司|企业|会计|财务|文员|行政|销售|白领|银行|保险|人事|客服|上班|职员|经理/],
  ['other', /其他|别的|待业|没工作|没有工作|不上班|全职/],
])

export const readArea = firstIn<keyof typeof AREAS>([
  ['near', /附近|隔壁|旁边|周边|不远/],
  ['city', /别处|外面|其他|别的|市里|市区|外地|远/],
  ['here', /本社区|社区|这里|这儿|小区|本地|就这/],
])

/** 离异带一个孩子 is 离异: of children nothing is kept. */
export const readMarital = firstIn<keyof typeof MARITALS>([
  ['widowed', /丧偶|老伴.{0,4}(?:走|没|去世)|去世|寡/],
  ['divorced', /离异|离婚|离过|离了|二婚|再婚/],
  ['single', /未婚|没结过|没有结过|没结婚|没有结婚|单身|头婚/],
])

export const readHealth = firstIn<keyof typeof HEALTHS>([
  ['talk', /再说|见面|不好说|不太好|一般/],
  ['chronic', /慢性|高血压|糖尿|血压|血糖|关节|老毛病|有病|吃药|残/],
  ['good', /好|健康|正常|没病|没有病|没毛病|没什么病|棒|硬朗/],
])

export const readReligion = firstIn<keyof typeof RELIGIONS>([
  ['none', /没有|不信|无|没信/],
  ['buddhist', /佛/],
  ['taoist', /道教|信道/],
  ['muslim', /伊斯兰|回教|穆斯林|清真/],
  ['catholic', /天主/],
  ['protestant', /基督|耶稣|上帝/],
  ['other', /其他|别的|有/],
])

export const readPhoto = firstIn<keyof typeof PHOTOS>([['yes', /愿意|可以|行|好|能|同意|互看/]])
