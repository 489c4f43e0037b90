/** What tells who or where somebody is. `number` is a long number of which nobody can say what it is. */
const PERSONAL_KINDS = ['mobile', 'landline', 'id', 'bank', 'number', 'plate', 'door', 'email', 'wechat'] as const
export type PersonalKind = (typeof PERSONAL_KINDS)[number]

/** A stretch of a text, from a position up to another, that should not be read by everybody. */
export interface PersonalSpan {
  readonly kind: PersonalKind
  readonly from: number
  readonly to: number
}

/** What is put in its place, between 〔 and 〕. */
export const LABELS: Readonly<Record<PersonalKind | 'name', string>> = {
  mobile: '电话',
  landline: '电话',
  id: '证件号',
  bank: '银行卡',
  number: '号码',
  plate: '车牌',
  door: '门牌',
  email: '邮箱',
  wechat: '微信号',
  name: '人',
}
