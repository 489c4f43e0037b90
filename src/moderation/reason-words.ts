import type { Category, Reason } from './reason.ts'

/**
 * What the author and the moderator are told of a category: without blame, for a list can be wrong, and without what was
 * found, for the author knows the words. Each is different, for it is all that is kept of a reason.
 */
export const REASON_WORDS: Readonly<Record<Category, string>> = {
  advert: '像是广告或买卖',
  fraud: '里面有骗人常用的说法',
  gambling: '提到了赌博',
  porn: '有些话不适合大家一起看',
  violence: '有些话听着像要伤人',
  abuse: '有些话可能伤人',
  rumour: '说的事还要核实',
  drugs: '提到了毒品',
  superstition: '像是算命消灾这类收钱的事',
  loan: '像是贷款广告',
  forgery: '像是代办证件的广告',
  politics: '提到了聚集或请愿，要先问一下',
  contact: '请人加微信或私聊',
  money: '提到了钱款往来',
  link: '带了链接',
  code: '请人扫码',
  personal: '有电话、门牌这些个人信息',
  accusation: '说到了具体哪一家、哪个人的不是',
  health: '说到了病情',
  child: '说到了孩子，要先护着孩子',
  home: '说到了家里的私事',
  distress: '您像是遇到了难处，我们想先问问您',
  repeat: '和前面的留言差不多',
  disguise: '有些字看不清楚',
}

/** What stood before a person once and was not passed is not passed without one. */
export const CHANGED_AFTER_REFUSAL = '上次没有通过，改过的也请人看一眼'

/** Who had something refused by a person lately is looked at by one. */
export const REFUSED_LATELY = '最近有一条没有通过，这条也请人看一眼'

/** Something is said to happen here and now. */
export const SOUNDS_URGENT = '说的事像是很急'

/** The reasons in the words that people are told. */
export function toldReasons(reasons: readonly Reason[]): string[] {
  return reasons.map(({ category }) => REASON_WORDS[category])
}
