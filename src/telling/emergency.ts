import type { Category } from '../issues/categories.ts'

/** What somebody should do before anything else, by category; said ahead of the number. National emergency numbers. */
const FIRST: Readonly<Record<string, string>> = {
  A01: '请先关掉就近的阀门，避开积水里的电器。',
  A02: '请先不要开关电器、不要点火，开窗后到室外，再打119或燃气抢修电话。',
  A03: '请先避开热水和蒸汽。',
  A05: '请先离开，提醒别人绕行；有人受伤打120。',
  A06: '请先绕行，不要下水。',
  A07: '请先离开墙根，提醒别人绕行；有人受伤打120。',
  A08: '请先离开至少8米，不要碰，提醒别人绕行。',
  A09: '请先绕行，方便的话放个醒目的东西在旁边。',
  A10: '请按轿厢里的紧急呼叫，不要扒门；叫不通打119。',
  B01: '有火情请先打119。',
  B02: '有冒烟、异味请先打119。',
  I02: '有危险请先打110，受伤打120。',
  I03: '请先打110；已经转账的马上打110和银行。',
  I04: '有危险请先打110。',
  I05: '请同时打110，越早越好。',
}

/** What the words themselves say goes before what they were taken for: wrong advice is worse than none. */
const BY_WORDS: readonly (readonly [words: RegExp, category: string])[] = [
  [/[煤燃]气|天然气/, 'A02'],
  [/着火|起火|失火|火灾|烧起来|冒(黑|浓|白)?烟/, 'B01'],
  [/电梯.*(困|卡|关)|(困|卡|关)在?.{0,4}电梯/s, 'A10'],
]
/** Where neither says more, and only somebody's tone tells that it is one. */
const IN_ANY_CASE = '有危险请先打110，着火打119，有人受伤打120。'

/** What to do first, or undefined for what is not an emergency. */
export function firstAid(category: string): string | undefined {
  return FIRST[category]
}

/** What to do first where something is an emergency, read from somebody's words and from what they were taken for. */
export function firstAidIn(words: string, category: Pick<Category, 'code' | 'dangerous'>): string | undefined {
  const named = BY_WORDS.find(([pattern]) => pattern.test(words))?.[1]
  return firstAid(named ?? category.code) ?? (category.dangerous ? undefined : IN_ANY_CASE)
}
