import { z } from 'zod'

/**
 * What a profile may hold, and nothing else (privacy 2): most of it one of a few choices, so that nothing can hide in it. An
 * index into these lists is stored, or the key.
 */
export const GENDERS = { F: '女', M: '男' } as const
/** In centimetres. `HEIGHT_FLOORS` are the least of each. */
export const HEIGHTS = ['155以下', '155到159', '160到164', '165到169', '170到174', '175到179', '180以上'] as const
export const HEIGHT_FLOORS = [0, 155, 160, 165, 170, 175, 180] as const
export const EDUCATIONS = ['初中', '高中或中专', '大专', '本科', '硕士', '博士'] as const
export const JOBS = {
  health: '医疗卫生',
  teaching: '教育',
  office: '机关事业单位',
  company: '企业职员',
  technical: '技术',
  worker: '工人',
  service: '服务行业',
  driver: '司机、物流',
  trade: '个体经营',
  freelance: '自由职业',
  farming: '务农',
  student: '在读',
  retired: '退休',
  other: '其他工作',
} as const
export const AREAS = { here: '本社区', near: '附近社区', city: '市里别处' } as const
export const MARITALS = { single: '未婚', divorced: '离异', widowed: '丧偶' } as const
export const HEALTHS = { good: '身体好', chronic: '有慢性病', talk: '见面再说' } as const
export const RELIGIONS = {
  none: '没有信仰',
  buddhist: '佛教',
  taoist: '道教',
  muslim: '伊斯兰教',
  protestant: '基督教',
  catholic: '天主教',
  other: '其他信仰',
} as const
/** A month, in yuan. `INCOME_FLOORS` are the least of each. */
export const INCOMES = ['5千以下', '5千到1万', '1万到2万', '2万以上'] as const
export const INCOME_FLOORS = [0, 5_000, 10_000, 20_000] as const
export const PHOTOS = { yes: '愿意互看照片' } as const

/** So many hobbies of so many characters; and so many characters of a wish in words. */
export const MOST_HOBBIES = 6
export const LONGEST_HOBBY = 6
export const LONGEST_WISH = 40
/** The oldest and the youngest that somebody may wish for. */
export const AGES = { least: 18, most: 99 } as const

const keysOf = <K extends string>(labels: Readonly<Record<K, string>>) => z.enum(Object.keys(labels) as [K, ...K[]])
const indexOf = (labels: readonly string[]) =>
  z
    .int()
    .min(0)
    .max(labels.length - 1)
const age = z.int().min(AGES.least).max(AGES.most)

/** What is wished of the other. All but `words` are hard: nobody is introduced who is known to break one. */
const wishShape = z.strictObject({
  ageFrom: age.optional(),
  ageTo: age.optional(),
  heightFrom: indexOf(HEIGHTS).optional(),
  educationFrom: indexOf(EDUCATIONS).optional(),
  marital: z.array(keysOf(MARITALS)).min(1).max(3).optional(),
  words: z.string().min(1).max(LONGEST_WISH).optional(),
})

/** The whitelist. A profile that is still being filled in lacks most of it; one that takes part has year and gender. */
export const fieldsShape = z.strictObject({
  birthYear: z.int().min(1900).max(2200),
  gender: keysOf(GENDERS).optional(),
  height: indexOf(HEIGHTS).optional(),
  education: indexOf(EDUCATIONS).optional(),
  job: keysOf(JOBS).optional(),
  hobbies: z.array(z.string().min(1).max(LONGEST_HOBBY)).min(1).max(MOST_HOBBIES).optional(),
  area: keysOf(AREAS).optional(),
  wish: wishShape.optional(),
  marital: keysOf(MARITALS).optional(),
  health: keysOf(HEALTHS).optional(),
  religion: keysOf(RELIGIONS).optional(),
  income: indexOf(INCOMES).optional(),
  photo: keysOf(PHOTOS).optional(),
})

export type Fields = Readonly<z.infer<typeof fieldsShape>>
export type Wish = Readonly<z.infer<typeof wishShape>>
export type FieldKey = keyof Fields

/** In the order in which they are asked for. */
export const FIELD_KEYS = Object.keys(fieldsShape.shape) as readonly FieldKey[]

/** Each needs a yes of its own (privacy 1); none is needed to take part. */
export const SENSITIVE = ['marital', 'health', 'religion', 'income', 'photo'] as const satisfies readonly FieldKey[]
export type SensitiveKey = (typeof SENSITIVE)[number]

export function isSensitive(key: FieldKey): key is SensitiveKey {
  return (SENSITIVE as readonly FieldKey[]).includes(key)
}

/** Without these nobody can be introduced. */
export const REQUIRED = ['birthYear', 'gender'] as const satisfies readonly FieldKey[]

/** How people call the fields. */
export const FIELD_LABELS: Readonly<Record<FieldKey, string>> = {
  birthYear: '出生年份',
  gender: '性别',
  height: '身高',
  education: '学历',
  job: '工作',
  hobbies: '爱好',
  area: '住处',
  wish: '希望',
  marital: '婚史',
  health: '健康',
  religion: '宗教',
  income: '收入',
  photo: '照片',
}
