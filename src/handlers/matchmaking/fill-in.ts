import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { MessageId } from '../../ids.ts'
import { FIELD_LABELS, isSensitive, type SensitiveKey } from '../../matchmaking/fields.ts'
import { withdrawCards } from '../../matchmaking/introductions.ts'
import {
  activate,
  type Profile,
  profileOf,
  removeField,
  saveContact,
  saveFields,
  saveSensitive,
} from '../../matchmaking/profile.ts'
import { type AskedKey, readField } from '../../matchmaking/read-field.ts'
import { freezeIfReported } from '../../matchmaking/reports.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { CONSENT_VERSION } from '../../telling/matchmaking/consent-text.ts'
import { fieldText, profileLines } from '../../telling/matchmaking/field-text.ts'
import { CONTACT_AGAIN } from '../../telling/matchmaking/questions.ts'
import { TAKES_PART } from '../../telling/matchmaking/standing.ts'
import { answer, type MatchDesk } from './desk.ts'
import { leave } from './own-profile.ts'
import { holdsContact, refusedIn, refusedText } from './refused.ts'
import {
  askText,
  FIRST_STEP,
  isField,
  isOptional,
  type Step,
  saidAhead,
  stepAfter,
  stepBefore,
  stepNamed,
} from './steps.ts'
import { openService } from './switch.ts'

const FILL_IN_DIALOG = 'match-profile'
/** So long an answer finds its question by itself; after that /红娘 goes on. */
const FILL_IN_WAIT_MS = 24 * 60 * 60_000
const LONGEST_CONTACT = 40

/** Where somebody is. `once`: only this one is being changed. `agreed`: their yes to this sensitive field, to be followed by what it is. */
export interface FillInState {
  readonly step: Step
  readonly once?: boolean
  readonly agreed?: { readonly messageId: string; readonly at: number }
}

const STOP = /^(?:先?停(?:一下)?|歇歇|先歇歇|以后再填|下次再填|等会儿?再?填|暂停|先不填)[了吧。.]?$/
const LEAVE = /^(?:退出|不参加了?|都?删掉|删除|不填了|取消)[吧。.]?$/
const UNCHANGED = /^(?:取消|算了|不改了?|退出)[吧。.]?$/
const BACK = /^(?:返回|上一[题项个]|回上一[题项])[。.]?$/
const PASS = /^(?:跳过|略过?|不写|不填|不想[说写]|不说)[了吧。.]?$/
const NOTHING = /^(?:没有?|无|没什么)[了吧。.]?$/
const PASS_ALL = /^(?:都|全部?|后面都)(?:跳过|不写|不填|不说)[了吧。.]?$/
const REMOVE = /^(?:删掉?|去掉|不写了?|不要了|删除)[吧。.]?$/
const AGREED = /^(?:我)?(?:同意|愿意)(?:写|填)?(?:[\s,:。.]+|$|(?=[^\s]))/
const CONFIRMED = /^(?:确认|确定|提交|好的?|可以|是的?|对的?|没问题|行)[了吧。.]?$/

/** Asks a question and waits for its answer; `before` is said first. */
export async function askStep(
  call: Call,
  sealer: Sealer,
  profile: Profile,
  state: FillInState,
  before: readonly string[] = [],
): Promise<void> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: FILL_IN_DIALOG,
    state: { ...state },
    expiresAt: new Date(call.now.getTime() + FILL_IN_WAIT_MS),
    sealer,
  })
  const question = state.step === 'confirm' ? confirmText(profile) : askText(state.step)
  await answer(call, sealer, [...before, question])
}

function confirmText({ fields }: Profile): string {
  return [
    '都填好了，请看一遍：',
    ...profileLines(fields),
    '联系方式：写好了，只在两边都愿意时才告诉对方。',
    '没问题回「确认」；要改哪项，回那一项的名字，比如「身高」。',
  ].join('\n')
}

/** The questions of a profile, one after the other; or one alone, to change it. */
export function fillInDialog(desk: MatchDesk): Dialog {
  return {
    kind: FILL_IN_DIALOG,
    waitMs: FILL_IN_WAIT_MS,
    async answer(call, kept): Promise<DialogResult> {
      const sealer = await openService(call, desk)
      const profile = await profileOf(call.tx, sealer, call.person)
      if (!profile) {
        await answer(call, sealer, '您的红娘资料已经不在了。想参加，发 /红娘 从头来。')
        return 'done'
      }
      return read({ call, sealer, profile, state: kept as FillInState, said: wordingOf(call.message.text) })
    },
  }
}

interface Asked {
  readonly call: Call
  readonly sealer: Sealer
  readonly profile: Profile
  readonly state: FillInState
  readonly said: Wording
}

async function read(asked: Asked): Promise<DialogResult> {
  const { call, sealer, profile, state, said } = asked
  const { text } = said
  if (STOP.test(text) || (state.once && UNCHANGED.test(text))) {
    await answer(call, sealer, state.once ? '好的，没有改。' : '好的，填过的都留着。想接着填就发 /红娘。')
    return 'done'
  }
  if (LEAVE.test(text) && !state.once) {
    await leave(call, sealer, profile)
    return 'done'
  }
  const named = stepNamed(text)
  if (named) return goTo(asked, named)
  if (BACK.test(text)) return goTo(asked, state.once ? state.step : stepBefore(state.step))
  if (state.step === 'confirm') return confirm(asked)
  if (isField(state.step)) return readAnswer(asked, state.step)
  return readContact(asked)
}

async function goTo({ call, sealer, profile, state }: Asked, step: Step): Promise<DialogResult> {
  await askStep(call, sealer, profile, { step, ...(state.once ? { once: true } : {}) })
  return 'open'
}

async function readAnswer(asked: Asked, key: AskedKey): Promise<DialogResult> {
  const { call, sealer, profile, state, said } = asked
  if (PASS_ALL.test(said.text)) return next(asked, profile, isSensitive(key) ? 'photo' : key)
  // Somebody without a belief says that of it.
  const passes = PASS.test(said.text) || REMOVE.test(said.text) || (NOTHING.test(said.text) && key !== 'religion')
  if (passes && isOptional(key)) return passOver(asked, key)
  if (passes) return again(asked, ['这一项要有才能介绍。'])
  const refused = refusedIn(call.message.text, key === 'hobbies' || key === 'wish' ? 'words' : 'choice')
  if (refused) return again(asked, [refusedText(refused)])
  if (isSensitive(key)) return readSensitive(asked, key)
  const part = readField(key, said.text)
  if (!part) return again(asked, ['没看懂。'])
  const saved = await saveFields(call.tx, sealer, profile, part, call.now)
  return next({ ...asked, state }, saved, key, `记下了，${FIELD_LABELS[key]}：${fieldText(key, saved.fields)}。`)
}

/** A sensitive field is kept with a yes of its own, in this message or in the one before (privacy 1). */
async function readSensitive(asked: Asked, key: SensitiveKey): Promise<DialogResult> {
  const { call, sealer, profile, state, said } = asked
  const yes = AGREED.exec(said.text)
  const agreed = yes ? { messageId: call.message.id as string, at: call.now.getTime() } : state.agreed
  const rest = yes ? said.after(yes[0].length).text : said.text
  if (!agreed) return again(asked, ['愿意写的话，请前面加上「同意」。'])
  const part = readField(key, key === 'photo' ? said.text : rest)
  if (!part) {
    const kept = { ...asked, state: { ...state, agreed } }
    return rest === '' ? again(kept, [`好的。请写${FIELD_LABELS[key]}。`]) : again(kept, ['没看懂。'])
  }
  const { message, person, now } = call
  const saved = await saveSensitive(call.tx, sealer, profile, {
    key,
    part,
    yes: {
      personId: person,
      account: message.account,
      messageId: agreed.messageId as MessageId,
      at: new Date(agreed.at),
      textVersion: CONSENT_VERSION,
    },
    now,
  })
  return next(asked, saved, key, `记下了，${FIELD_LABELS[key]}：${fieldText(key, saved.fields)}。`)
}

/** Not told, or not any more. */
async function passOver(asked: Asked, key: AskedKey): Promise<DialogResult> {
  const { call, sealer, profile, state, said } = asked
  const had = profile.fields[key] !== undefined
  if (!had || (state.once && !REMOVE.test(said.text))) return next(asked, profile, key, '好的，这项不写。')
  const optional = key as Exclude<AskedKey, 'gender'>
  const saved = await removeField(call.tx, sealer, profile, optional, call.now)
  await withdrawCards(call.tx, call.person, call.now)
  return next(asked, saved, key, '好的，这项删掉了。')
}

async function readContact(asked: Asked): Promise<DialogResult> {
  const { call, sealer, profile, said } = asked
  const refused = refusedIn(call.message.text, 'contact')
  if (refused) return again(asked, [refusedText(refused)])
  const contact = said.own.trim().replace(/\s+/g, ' ')
  if (!holdsContact(contact) || [...contact].length > LONGEST_CONTACT) return again(asked, [CONTACT_AGAIN])
  const saved = await saveContact(call.tx, sealer, profile, contact, call.now)
  return next(asked, saved, 'contact', '联系方式记下了。')
}

async function confirm(asked: Asked): Promise<DialogResult> {
  const { call, sealer, profile, said } = asked
  if (!CONFIRMED.test(said.text)) return again(asked, [])
  if (profile.state === 'DRAFT') await activate(call.tx, profile, call.now)
  await freezeIfReported(call.tx, profile.tag, call.now)
  await answer(call, sealer, TAKES_PART)
  return 'done'
}

async function again({ call, sealer, profile, state }: Asked, before: readonly string[]): Promise<DialogResult> {
  await askStep(call, sealer, profile, state, before)
  return 'open'
}

/** On to what is asked after this; a profile that takes part is changed in one place only. */
async function next(asked: Asked, profile: Profile, step: Step, before?: string): Promise<DialogResult> {
  const { call, sealer, state } = asked
  const said = before === undefined ? [] : [before]
  if (state.once) {
    await answer(call, sealer, [...said, '看全部资料发 /红娘 看。'])
    return 'done'
  }
  const after = stepAfter(step)
  await askStep(call, sealer, profile, { step: after }, [...said, ...saidAhead(after)])
  return 'open'
}

/** Begins again where somebody stopped. */
export async function goOn(call: Call, sealer: Sealer, profile: Profile, step: Step): Promise<void> {
  await askStep(call, sealer, profile, { step }, step === FIRST_STEP ? [] : ['接着上次的填。'])
}
