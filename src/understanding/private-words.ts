import { normalise } from '../chat/normalise.ts'

/**
 * Somebody's illness or pregnancy. What only says that a place could make ill, or that there is a clinic, is everybody's
 * business, and so is what happens to somebody in front of all: a fall, a faint.
 */
const HEALTH =
  /(?<!致|防)癌(?!物)|肿瘤|白血病|[甲乙丙戊]肝|肝炎|结核|艾滋|hiv|梅毒|性病|淋病|尿毒症|透析|化疗|放疗|糖尿病|高血压|脑梗|偏瘫|(?:高位|下身|半身|全身)?(?<!(?:系统|设施|设备|交通|网络|消防|电梯).{0,3})瘫痪|帕金森|癫痫|羊癫疯|精神病|精神分裂|精神(?:有|不太?正常|失常)|抑郁|焦虑症|躁郁|双相|自闭症|多动症|老年痴呆|阿尔茨海默|(?:得|患|生)了?.{0,4}(?:绝症|重病|大病|怪病|传染病)|(?:新冠|核酸|检测).{0,4}阳|确诊|病历|怀孕|怀上|流产|打胎|堕胎|不孕|绝育(?!.{0,4}[猫狗])|月子里|产后|自杀|轻生|割腕|自残|寻短见/
const HEALTH_FOR_ALL = /讲座|义诊|筛查|体检|宣传|科普|疫苗|接种|健康日|培训/

/** What people owe one another; not what a house owes for its light. */
const DEBTS =
  /欠(?:了|着)?(?:我|你|他|她|人家|别人|亲戚|朋友).{0,8}(?:钱|万|千|块)|欠(?:了|着|下)?.{0,6}(?:外债|赌债|债|高利贷|网贷)|(?:讨|催|逼|要|躲|赖)债|债主|赌债|高利贷|网贷|老赖|借(?:了|走)?.{0,10}(?:钱|万|千|块).{0,6}不还/

const FAMILY =
  '老公|丈夫|老婆|媳妇|妻子|前夫|前妻|婆婆|公公|儿媳|女婿|继父|继母|后爸|后妈|爸|妈|爹|娘|儿子|女儿|两口子|夫妻'
/** What happens between people who live together. */
const AT_HOME = new RegExp(
  `家暴|虐待|家庭暴力|(?:${FAMILY}).{0,8}(?:打|揍|掐|踹|捅)(?:了|骂|得|伤|着)*(?:我|她|他|人|老婆|媳妇|孩子|娃|老人|我?妈)(?!.{0,3}电话)|(?:打|揍|掐|骂)(?:自己|他|她)?(?:的)?(?:${FAMILY}|孩子|娃)(?!.{0,3}电话)|(?:两口子|夫妻|婆媳).{0,8}(?:打|吵|闹|掐)|出轨|偷情|小三|离婚|分手|家丑`,
)

const CHILD = '孩子|小孩|孩|娃|女儿|闺女|儿子|孙子|孙女|外孙|小朋友|小姑娘|女孩|男孩|女娃|男娃|学生|未成年'
/** Harm done to a child by people; what a dog, a stone or a lift does to one concerns whoever passes there. */
const CHILD_HARMED = new RegExp(
  `(?:${CHILD}).{0,10}(?:被.{0,6}(?:欺负|打|揍|摸|拐|虐|骚扰|跟踪|尾随|威胁|勒索|扒|关在家)|挨(?:打|揍|欺负))|(?:打|欺负|摸|拐|虐待|骚扰|尾随|勒索)(?:了|过|走)?(?:我|他|她|人)?(?:家|们|小)?(?:的)?(?:${CHILD})|猥亵|性侵|性骚扰|强奸|霸凌|偷拍|裸照`,
)

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史陶贺顾毛郝龚邵万钱严赖洪武'
/** Words that begin like a name. */
const NO_NAME =
  /^(?:王八|周[一二三四五六日末围边]|黄[色土昏金灯线]|许[多久]|任[何务由]|谢谢|曾经|陆续|范围|胡[乱同说来搞]|汪汪|孙[子女]|程[度序]|叶子|林[荫子带]|田[地里]|钟头|陈[旧年]|杨树|余下|张[贴嘴望口]|高[空层压温峰档架]|马[路上桶力]|何[时必]|石[头子板墩]|金[属额色]|方[便向法案]|白[天色线]|江[边水]|万[一元达]|钱[包都不]|严[重格禁]|武[器术]|毛[病坯]|段时|夏天|洪水|雷[雨电]|顾客|史[上]|秦[皇]|苏[醒打])/
const BEFORE = '(?:^|[\\s_,，。.、：:；;!?！？0-9室户楼层栋幢元的住是叫有那个和跟找被让])'
const AFTER =
  '(?:一?家|他|她|这|那|又|在|天天|老是|总|经常|每|半夜|昨|今|把|偷|骂|打|欠|赖|占|堵|乱|不|没|养|装|扔|吐|赌|嫖|吸|霸|的(?:狗|猫|儿|女|孩|车|老|媳))'
const FULL_NAME = new RegExp(`${BEFORE}([${SURNAMES}][\\u4e00-\\u9fff]{1,2}?)(?=${AFTER})`, 'g')
const CALLED = new RegExp(
  `[${SURNAMES}](?:某某?|阿姨|叔叔?|大[爷妈娘哥姐嫂伯婶]|奶奶|爷爷|老?太太?|老头|先生|女士|小姐|[哥姐嫂婶伯])|(?:老|小)(?!苏打)[${SURNAMES}](?:家|头|他|她|又|天天|总|这|那|在|把|偷|骂|打|欠|养)`,
)
const ACCUSED =
  /咬|骂|打|揍|偷|抢|欺负|欠|占|堵|扔|丢|吐痰|尿|拉屎|赌|嫖|吸毒|贩毒|传销|群租|吵|闹|噪音|扰民|泼|砸|划|威胁|恐吓|骚扰|勾引|摸|偷看|偷窥|贪|骗|不还|不交|不给|违建|搭建|漏|缺德|不要脸|没素质|流氓|变态|坏人|神经|有病|狗|养鸡/

/** The longest petitions have some 2,000 characters. */
const LONGEST_READ = 4_000

/**
 * Whether words speak of what is nobody's business but that of those at work: somebody's health, debts, quarrels at home,
 * harm done to a child by people, or something held against a person who is named. Such words are kept from the group
 * they were said in, whatever they were taken for. Errs towards silence; the worker reads all of it.
 */
export function isPrivateMatter(text: string): boolean {
  const folded = foldedOf(text)
  return MATTERS.some(([, speaks]) => speaks(folded)) || (ACCUSED.test(folded) && namesSomebody(folded))
}

/** What of somebody's life words can speak of. */
export type PrivateMatter = 'health' | 'debts' | 'home' | 'child'

/** Of whose health, debts, home or child words speak, apart from what is held against somebody. */
export function privateMattersOf(text: string): PrivateMatter[] {
  const folded = foldedOf(text)
  return MATTERS.filter(([, speaks]) => speaks(folded)).map(([matter]) => matter)
}

const MATTERS: readonly (readonly [PrivateMatter, (folded: string) => boolean])[] = [
  ['health', (folded) => HEALTH.test(folded) && !HEALTH_FOR_ALL.test(folded)],
  ['debts', (folded) => DEBTS.test(folded)],
  ['home', (folded) => AT_HOME.test(folded)],
  ['child', (folded) => CHILD_HARMED.test(folded)],
]

function foldedOf(text: string): string {
  return normalise(text.slice(0, LONGEST_READ)).toLowerCase()
}

function namesSomebody(folded: string): boolean {
  return CALLED.test(folded) || namedIn(folded).length > 0
}

/** Where somebody is named by a full name with what they do behind it: 李建国又堵门. Positions are those of the text. */
export function namedIn(text: string): { readonly from: number; readonly to: number }[] {
  return [...text.matchAll(FULL_NAME)].flatMap(({ 0: whole, 1: name = '', index }) => {
    const from = index + whole.length - name.length
    return NO_NAME.test(name) ? [] : [{ from, to: from + name.length }]
  })
}
