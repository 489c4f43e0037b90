import { FIELD_KEYS, FIELD_LABELS, REQUIRED, SENSITIVE } from '../../matchmaking/fields.ts'
import type { AskedKey } from '../../matchmaking/read-field.ts'
import { CONTACT_QUESTION, questionFor, SENSITIVE_AHEAD } from '../../telling/matchmaking/questions.ts'

/** A question of the profile; `confirm` shows all and waits for the yes. */
export type Step = AskedKey | 'contact' | 'confirm'

const ASKED = FIELD_KEYS.filter((key): key is AskedKey => key !== 'birthYear')
const STEPS: readonly Step[] = [...ASKED, 'contact', 'confirm']

export const FIRST_STEP: Step = 'gender'

/** The question after this one; after a sensitive one that is passed over with all others, the first that is none. */
export function stepAfter(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? 'confirm'
}

export function stepBefore(step: Step): Step {
  return STEPS[STEPS.indexOf(step) - 1] ?? FIRST_STEP
}

export function isField(step: Step): step is AskedKey {
  return step !== 'contact' && step !== 'confirm'
}

/** Whether it may be passed over. */
export function isOptional(step: Step): boolean {
  return isField(step) && !(REQUIRED as readonly string[]).includes(step)
}

/** The question of a step. */
export function askText(step: Exclude<Step, 'confirm'>): string {
  return step === 'contact' ? CONTACT_QUESTION : questionFor(step)
}

/** What has to be said once when the questions come to a step. */
export function saidAhead(step: Step): string[] {
  return step === SENSITIVE[0] ? [SENSITIVE_AHEAD] : []
}

/** 身高, 改身高, 改一下学历, 联系方式: the step that somebody wants to go to. Normalised text. */
export function stepNamed(text: string): Step | undefined {
  const name = text.replace(/^(?:我?要?(?:修改|改)(?:一下)?|回到)\s?/, '').replace(/[。.]$/, '')
  if (/^(?:联系方式|电话|手机号?|微信号?)$/.test(name)) return 'contact'
  return ASKED.find((key) => FIELD_LABELS[key] === name)
}

/** Where a profile that was left goes on: at the first question that was not answered. */
export function whereToGoOn(told: ReadonlySet<string>, hasContact: boolean): Step {
  const last = ASKED.findLastIndex((key) => told.has(key))
  const next = ASKED[last + 1]
  if (next !== undefined) return next
  return hasContact ? 'confirm' : 'contact'
}
