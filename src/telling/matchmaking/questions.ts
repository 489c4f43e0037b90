import { isSensitive } from '../../matchmaking/fields.ts'
import type { AskedKey } from '../../matchmaking/read-field.ts'
import { sensitiveQuestion } from './consent-text.ts'

/** Asked first, before anything is kept. */
export const BIRTH_QUESTION = '好的，谢谢您。先问年龄：您是哪年出生的？比如 1991年。不满18岁不能参加。'
export const BIRTH_AGAIN = '没看懂是哪年。请写年份，比如 1991年；不想说就回「停」。'
export const NO_AGE = '不知道年龄，就不能参加，这是规定。什么都没有记。哪天想说了，再发 /红娘。'
export const NOT_OF_AGE = '不满18岁不能参加。什么都没有记。'
export const AGE_UNSURE = '只说年份，还看不出满没满18岁，这样不能参加。什么都没有记。满了的话，发 /红娘，把月日也写上。'

const QUESTIONS: Readonly<Record<Exclude<AskedKey, 'marital' | 'health' | 'religion' | 'income' | 'photo'>, string>> = {
  gender: '您是男士还是女士？',
  height: '身高大概多少？比如 165。',
  education: '学历呢？比如 高中、大专、本科。',
  job: '做哪类工作？比如 医疗、教育、司机、退休。单位名字不用写。',
  hobbies: '平时喜欢做什么？写几个词就行，比如 爬山、看书。',
  area: '大概住在哪儿？回 本社区、附近社区 或 市里别处，门牌不用写。',
  wish: '对对方有什么希望？比如 28到38岁，165以上，大专以上。年龄、身高、学历、婚史会当作硬要求；都行就回「跳过」。',
}

/** The last question: what is told to the other when both are willing. */
export const CONTACT_QUESTION =
  '最后一项：两边都愿意时，把什么告诉对方？请写称呼和手机号或微信号，比如 小李 手机号。加密存着，红娘也看不到。'
export const CONTACT_AGAIN = '里面没看到手机号或微信号。请把称呼和号码写在一条里，40个字以内。'
export const HOW_TO_ANSWER = '好的，一项一项来。不想写的回「跳过」，改上一项回「返回」，先歇歇回「停」。'

/** The question for a field. */
export function questionFor(key: AskedKey): string {
  return isSensitive(key) ? sensitiveQuestion(key) : QUESTIONS[key as keyof typeof QUESTIONS]
}

/** Before the first sensitive field. */
export const SENSITIVE_AHEAD = '下面五项比较私密，一项一项问，哪项都可以不写；都不写回「都跳过」。'
