import { findNames } from '../redaction/names.ts'
import { type PrivateMatter, privateMattersOf } from '../understanding/private-words.ts'
import type { Reason } from './reason.ts'

const CHILD =
  /孩子|小孩|宝宝|娃娃?|女儿|闺女|儿子|孙子|孙女|外孙|小朋友|小学生|初中生|男孩|女孩|学生|未成年|幼儿|婴儿|大宝|二宝|崽/
/** A school or a class that a child can be found by. */
const SCHOOL =
  /(?:小学|中学|初中|高中|幼儿园|实验学校|学校|附小|附中|一小|二小|三小|一中|二中|三中)[^,。!?;]{0,10}(?:[一二三四五六七八九\d]年级|[高初][一二三]|[大中小]班|[一二三四五六七八九十\d]{1,2}班|[(（]?\d[)）]?班)|[一二三四五六\d]年级[(（]?[一二三四五六七八九十\d]{1,2}[)）]?班/
/** One class of one school. */
const FORM = /[一二三四五六七八九\d]年级[(（]?[一二三四五六七八九十\d]{1,2}[)）]?班/
const NAMED_CHILD =
  /(?:孩子|宝宝|娃|女儿|闺女|儿子|孙子|孙女|外孙|小朋友|男孩|女孩)(?:名字|小名|大名|乳名)?(?:叫|名叫|名字叫|是叫|:)[\u4e00-\u9fff]{2,4}/
const HOME_ALONE =
  /(?:孩子|小孩|宝宝|娃|儿子|女儿|孙子|孙女)[^,。]{0,8}(?:一个人在家|自己在家|独自在家|没人接|自己上学|自己回家|一个人上学|一个人走)/

const CATEGORY: Readonly<Record<PrivateMatter, Reason['category']>> = {
  health: 'health',
  debts: 'home',
  home: 'home',
  child: 'child',
}

/** Somebody's illness, what happens at home, and children who can be told apart: privacy 15. */
export function privateReasons(plain: string, names: readonly string[], picture: boolean): Reason[] {
  const reasons = privateMattersOf(plain).map(
    (matter): Reason => ({ category: CATEGORY[matter], severity: matter === 'child' ? 3 : 2, found: '' }),
  )
  if (!reasons.some(({ category }) => category === 'health')) {
    const ill = ILL.exec(plain)
    if (ill && !FOR_ALL.test(plain)) reasons.push({ category: 'health', severity: 2, found: ill[0] })
  }
  const child = childReason(plain, names, picture)
  if (child && !reasons.some(({ category }) => category === 'child')) reasons.push(child)
  return reasons
}

/** What the list of illnesses does not have: drugs taken, stays in hospital, results. */
const ILL =
  /(?:我|他|她|爸|妈|爷|奶|老伴|老公|老婆|儿子|女儿|孩子|老[\u4e00-\u9fff]|邻居|大[爷妈]|阿姨|叔|人|家里|楼上|楼下|对门|隔壁)[^,。!?]{0,8}(?:住院|手术|做了?支架|搭桥|中风|心梗|脑溢血|尿毒|得了[^,。]{0,4}[病癌炎症]|患(?:有|了)|确诊|病危|icu|残疾证?|低能|痴呆|肝硬化|肺气肿|哮喘|冠心病|心脏病|糖尿|肾病|截肢|失明|聋哑|植物人|阳了|感染了?[^,。]{0,4}(?:病毒|新冠|hpv|幽门)|吃[^,。]{0,4}(?:抗抑郁|降糖|胰岛素|精神类)[^,。]{0,2}药|打胰岛素)/
const FOR_ALL = /讲座|义诊|筛查|体检|宣传|科普|疫苗|接种|健康日|培训|专家|社区医院|卫生站|卫生服务|门诊时间/

function childReason(plain: string, names: readonly string[], picture: boolean): Reason | undefined {
  const child = CHILD.exec(plain)
  const school = SCHOOL.exec(plain)
  if (child && picture) return { category: 'child', severity: 2, found: child[0] }
  if (school && (child || findNames(plain).length > 0 || picture))
    return { category: 'child', severity: 2, found: school[0] }
  const form = FORM.exec(plain)
  if (form) return { category: 'child', severity: 1, found: form[0] }
  const named = NAMED_CHILD.exec(plain) ?? HOME_ALONE.exec(plain)
  if (named) return { category: 'child', severity: 2, found: named[0] }
  const known =
    child && names.find((name) => name.length >= 2 && plain.includes(name) && plain.includes(`${name}家孩子`))
  return known ? { category: 'child', severity: 2, found: known } : undefined
}
