import { ConverterFactory } from 'opencc-js/core'
import { from, to } from 'opencc-js/preset/cn2t'

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

type Evade = (text: string, next: () => number) => string

const traditional = ConverterFactory(from.cn ?? [], to.tw ?? [])
const HAN = /\p{Script=Han}/u
const between = (text: string, sign: string) => [...text].join(sign)
const pick = <T>(of: readonly T[], next: () => number): T => of[Math.floor(next() * of.length)] as T
/** Changes about half of the characters that can be changed, and at least one. */
const some = (text: string, change: (sign: string) => string | undefined, next: () => number) => {
  const signs = [...text]
  const may = signs.flatMap((sign, i) => (change(sign) === undefined ? [] : [i]))
  const must = may[Math.floor(next() * may.length)]
  return signs
    .map((sign, i) => (may.includes(i) && (i === must || next() < 0.4) ? (change(sign) ?? sign) : sign))
    .join('')
}

// biome-ignore format: pairs
const SAME_SOUND: Readonly<Record<string, string>> = { 赌: '堵', 博: '搏', 彩: '采', 贷: '袋', 款: '宽', 微: '威', 信: '芯', 证: '正', 办: '扮', 票: '漂', 兼: '间', 职: '值', 刷: '唰', 单: '丹', 色: '瑟', 约: '曰', 炮: '泡', 裸: '倮', 聊: '撩', 毒: '独', 冰: '彬', 傻: '沙', 逼: '币', 妈: '马', 你: '泥', 操: '艹', 枪: '呛', 投: '头', 资: '姿', 股: '骨', 算: '蒜', 命: '明', 假: '贾', 章: '彰', 代: '带', 发: '伐', 套: '讨', 现: '线', 转: '撰', 账: '帐' }
// biome-ignore format: pairs
const SPELLED: Readonly<Record<string, string>> = { 赌: 'du', 博: 'bo', 彩: 'cai', 贷: 'dai', 款: 'kuan', 微: 'wei', 信: 'xin', 证: 'zheng', 办: 'ban', 票: 'piao', 兼: 'jian', 职: 'zhi', 刷: 'shua', 单: 'dan', 色: 'se', 约: 'yue', 炮: 'pao', 裸: 'luo', 聊: 'liao', 毒: 'du', 冰: 'bing', 傻: 'sha', 逼: 'bi', 枪: 'qiang', 投: 'tou', 资: 'zi', 股: 'gu', 算: 'suan', 命: 'ming', 假: 'jia', 章: 'zhang', 代: 'dai', 套: 'tao', 现: 'xian', 加: 'jia', 群: 'qun', 奖: 'jiang', 六: 'liu', 合: 'he', 扩: 'kuo', 散: 'san' }
// biome-ignore format: pairs
const SPLIT: Readonly<Record<string, string>> = { 信: '亻言', 赌: '贝者', 代: '亻弋', 法: '氵去', 奸: '女干', 钱: '钅戋', 证: '讠正', 裸: '衤果', 债: '亻责', 情: '忄青', 贩: '贝反', 银: '钅艮', 嫖: '女票', 娼: '女昌', 诚: '讠成', 抱: '扌包', 药: '艹约', 枪: '木仓', 炸: '火乍', 狗: '犭句' }
// biome-ignore format: pairs
const OTHER_ALPHABET: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', v: 'ѵ', w: 'ԝ', y: 'у', s: 'ѕ', i: 'і' }

/** The ways in which words are hidden from a list, each with its name. */
export const EVASIONS: Readonly<Record<string, Evade>> = {
  plainly: (text) => text,
  blanks: (text) => between(text, ' '),
  points: (text) => between(text, '.'),
  strokes: (text, next) => between(text, pick(['-', '·', '~', '_', '*', '/', '|', '丨', '丶'], next)),
  pictures: (text, next) => between(text, pick(['🀄', '🌸', '😊', '✨', '🔥', '❀'], next)),
  unseen: (text, next) => between(text, pick(['\u200b', '\u200d', '\u2060', '\u00ad', '\ufeff'], next)),
  marks: (text, next) => between(text, pick(['\u0336', '\u0308', '\u20dd'], next)),
  upright: (text) => between(text, '\n'),
  brackets: (text) => [...text].map((sign) => `】${sign}【`).join(''),
  commas: (text) => between(text, '，'),
  traditional: (text) => traditional(text),
  wide: (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  doubled: (text, next) => some(text, (sign) => (HAN.test(sign) ? sign + sign : undefined), next),
  noise: (text, next) =>
    some(text, (sign) => (HAN.test(sign) ? sign + pick(['x', '1', 'o', 'a', 'z'], next) : undefined), next),
  sounds: (text, next) => some(text, (sign) => SAME_SOUND[sign], next),
  spelled: (text, next) => some(text, (sign) => SPELLED[sign], next),
  split: (text, next) => some(text, (sign) => SPLIT[sign], next),
  alphabets: (text, next) => some(text, (sign) => OTHER_ALPHABET[sign.toLowerCase()], next),
}
