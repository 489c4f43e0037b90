import { findPersonal } from '../../redaction/find-personal.ts'
import type { PersonalKind } from '../../redaction/personal.ts'

/** What a profile never holds, by how people are told so (privacy 2). The words themselves are kept nowhere. */
export type Refused = 'id' | 'bank' | 'address' | 'contact' | 'number' | 'employer' | 'child'

/** What is being answered: `contact` is the one place for a telephone number. */
export type AnswerTo = 'choice' | 'words' | 'contact'

const REFUSED_AS: Readonly<Record<PersonalKind, Refused>> = {
  id: 'id',
  bank: 'bank',
  door: 'address',
  plate: 'number',
  number: 'number',
  mobile: 'contact',
  landline: 'contact',
  wechat: 'contact',
  email: 'contact',
}

const ADDRESS =
  /(?:\d+|[一二三四五六七八九十]+)\s?(?:号楼|栋|幢|单元|号院|弄)|(?:路|街|巷|道)\s?(?:\d+|[一二三四五六七八九十]+)\s?号/
const CHILD = /儿子|女儿|孩子|小孩|闺女|娃|孙子|孙女|外孙/
const EMPLOYER =
  /([\p{Script=Han}A-Za-z]{2,12})(?:公司|集团|银行|医院|学校|大学|中学|小学|幼儿园|研究所|事务所|分局|工厂|厂)/u
/** What stands before 公司 or 医院 in a wish and names none. */
const NO_NAME =
  /希望|对方|最好|能|是|在|有|的|或者?|和|一家|某|私立|公立|国营|国有|国企|外资|民营|上市|事业|单位|大|小|工作|上班|我|读|上过|本科|重点|附近/g

/** The first thing in an answer that a profile never holds; undefined where there is none. */
export function refusedIn(text: string, to: AnswerTo): Refused | undefined {
  const personal = findPersonal(text).map(({ kind }) => REFUSED_AS[kind])
  const allowed = to === 'contact' ? ['contact', 'number'] : []
  const found = personal.find((kind) => !allowed.includes(kind))
  if (found) return found
  if (ADDRESS.test(text)) return 'address'
  if (to !== 'words') return undefined
  if (CHILD.test(text)) return 'child'
  const named = EMPLOYER.exec(text)?.[1]?.replace(NO_NAME, '') ?? ''
  return named.length >= 2 ? 'employer' : undefined
}

const SAID: Readonly<Record<Refused, string>> = {
  id: '身份证号这里不收，也没有记。',
  bank: '银行卡号这里不收，也没有记。跟谁都别说银行卡号。',
  address: '门牌、楼号这里不收，也没有记。',
  contact: '电话、微信先不写，最后会单独问，刚才的没有记。',
  number: '长号码这里不收，也没有记。',
  employer: '单位名字这里不收，也没有记，写工作类别就够了。',
  child: '孩子的情况这里不收，也没有记，见面再聊。',
}

/** What somebody is told whose answer was not taken. Nothing of it is repeated. */
export function refusedText(refused: Refused): string {
  return SAID[refused]
}

/** Whether a text holds a way to reach somebody: a telephone number, a WeChat id, an address of mail. */
export function holdsContact(text: string): boolean {
  return findPersonal(text).some(({ kind }) => ['contact', 'number'].includes(REFUSED_AS[kind])) || HANDLE.test(text)
}

/** A WeChat id has six signs or more and begins with a letter. */
const HANDLE = /(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_-])/
