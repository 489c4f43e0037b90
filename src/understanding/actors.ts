/** Who is told to do things in directives and notices. Longer words first where one begins with another. */
const WORDS = [
  '(?:专职|兼职)?网格(?:员|长|党支部)?',
  '社区(?:书记|工作人员|工作者|干部|民警|两委|物业)?',
  '(?:包联|包片|包楼|下沉)干部',
  '物业(?:服务(?:企业|公司|中心)|公司|企业|人员|经理)?',
  '志愿(?:者|服务队|服务者)',
  '楼(?:栋长|长|门长)',
  '单元(?:长|门长)',
  '(?:在职)?党员',
  '党(?:支部|组织)',
  '业委会',
  '(?:沿街)?(?:商户|商家|商铺|门店)',
  '居民(?:朋友|群众)?',
  '业主',
  '住户',
  '车主',
  '家长',
  '(?:学校|幼儿园)',
  '(?:社区)?卫生(?:服务中心|服务站|院)',
  '派出所',
  '交警(?:大队|中队)?',
  '(?:城管|综合执法)(?:队|中队|人员)?',
  '环卫(?:所|工人|公司)?',
  '消防(?:救援)?(?:站|大队)',
  '(?:供电|供水|供热|燃气|热力|电力|自来水|通信|电梯)(?:公司|所|企业)',
  '(?:施工|维保|责任|成员|共建|产权|双报到)单位',
  '单位',
  '街道办?',
  '(?:值班|工作|维修|保洁|安保)人员',
  '(?:保安|保洁)员?',
  '小区',
  '大家',
  '负责人',
]
const EACH = '(?:各位|各|全体|所有|相关|有关|辖区|属地|每[个名位])?'
/** 社区内, 消防通道, 物业费, 居民区: the word is part of another, or what is spoken of rather than who acts. */
const NOT_ACTING =
  '(?![内里外的中区门口]|主[干要]|楼(?!栋?长|门长)|环境|卫生|周边|附近|通道|设施|费|活动|群(?!众)|管理费|反映|投诉|报修|家[里中]|出入口)'
const ONE = `${EACH}(?:${WORDS.join('|')})(?:负责人|工作人员)?${NOT_ACTING}`
const SEVERAL = `${ONE}(?:\\s*[、和及与]\\s*${ONE})*`

const AT_HEAD = new RegExp(`^(${SEVERAL})`)
const NAMED_BY = new RegExp(`(?:由|请)(${SEVERAL})(?:负责|牵头|统一)?`)
const NOTHING_ELSE = new RegExp(`^(?:${SEVERAL})$`)

/** Whoever a clause begins with, and what it says of them. */
export function actorAtHead(clause: string): { readonly who: string; readonly rest: string } | undefined {
  const who = AT_HEAD.exec(clause)?.[1]
  return who === undefined ? undefined : { who, rest: clause.slice(who.length) }
}

/** Whoever it is to be done by, amid a clause: 由物业负责清运, 停水期间请住户关好水阀. */
export function actorNamedBy(clause: string): { readonly who: string; readonly rest: string } | undefined {
  const found = NAMED_BY.exec(clause)
  if (!found?.[1]) return undefined
  return { who: found[1], rest: clause.slice(0, found.index) + clause.slice(found.index + found[0].length) }
}

/** Whether the words name nobody else than people who may be told to do things. */
export function isActor(words: string): boolean {
  return NOTHING_ELSE.test(words)
}
