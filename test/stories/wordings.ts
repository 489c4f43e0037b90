import { type Fingerprint, fingerprint, LIKELY, likeness } from '../../src/issues/likeness.ts'
import type { Reading } from '../../src/understanding/reading.ts'
import { reader } from '../understanding/one-reader.ts'

/** Words that name a trouble plainly: whatever the reader learns, these are reports. */
export const SURE = {
  bin: '5号楼门口的垃圾桶满了两天没人收，都溢出来了',
  lamp: '3号楼2单元楼道灯坏了，晚上上下楼什么都看不见',
  pipe: '4号楼一楼的水管爆了，水都流到马路上了',
  heating: '暖气不热，屋里才15度，打电话也没人来修',
  power: '3号楼怎么又停电了，整栋楼都没电，谁去报一下修',
  gear: '楼下健身器材坏了一个，螺丝都掉出来了',
} as const

/** Words of which some are half sure at any time; which ones changes with every example the reader learns from. */
const MAYBE_HALF_SURE = [
  '楼下的草长得有点高',
  '小广场的凳子掉漆了',
  '垃圾桶有点少',
  '那个路灯好像一闪一闪的',
  '楼道里那盏灯好像有点问题',
  '井盖这事有人管吗',
  '感觉最近水有点小',
  '楼下那个椅子好像松了',
  '门口那块地砖是不是松了',
  '咱这门禁是不是又不灵了',
  '电梯今天声音有点怪',
  '5号楼后头那堆东西放了好久了',
  '花坛那边好像有点味道',
  '这路走着坑坑洼洼的',
  '最近楼道好像没人扫',
  '晚上那边黑乎乎的',
  '这下水是不是有点慢',
  '地下室好像潮得很',
  '门口那棵树歪得有点厉害',
  '充电的地方有点少',
  '水好像有点味道',
  '快递柜那边有点挤',
  '广告牌好像歪了',
  '楼道窗户有点漏风',
  '护栏好像有点晃',
  '请问社保卡在哪里补办',
  '请问老年证去哪里办',
  '居住证到期了怎么续',
] as const

/** So many different words that are half sure, with a sigh behind them too, found with the reader as it is. */
export function halfSure(count: number): readonly string[] {
  const chosen: { readonly words: string; readonly print: Fingerprint }[] = []
  for (const words of MAYBE_HALF_SURE) {
    const { register, category = 'K99' } = reader.read(words)
    const print = fingerprint({ words, category })
    // Two that are like one another would be one question to the worker.
    const apart = chosen.every((other) => likeness(print, other.print) < LIKELY / 2)
    const isHalfSure = register === 'ask' && reader.read(`${words}啊`).register === 'ask'
    if (isHalfSure && apart) chosen.push({ words, print })
  }
  if (chosen.length < count)
    throw new Error(`only ${chosen.length} of the words are half sure; add some to wordings.ts`)
  return chosen.slice(0, count).map(({ words }) => words)
}

/** How words are read without anybody's lessons. */
export function readingOf(words: string): Reading {
  return reader.read(words)
}
