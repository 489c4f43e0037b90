import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { MessageId } from '../../ids.ts'
import { ageStanding } from '../../matchmaking/age.ts'
import { beginProfile, profileOf } from '../../matchmaking/profile.ts'
import { readBirth } from '../../matchmaking/read-year.ts'
import { tagOf } from '../../matchmaking/tag.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { CONSENT_TEXT, CONSENT_VERSION } from '../../telling/matchmaking/consent-text.ts'
import {
  AGE_UNSURE,
  BIRTH_AGAIN,
  BIRTH_QUESTION,
  HOW_TO_ANSWER,
  NO_AGE,
  NOT_OF_AGE,
} from '../../telling/matchmaking/questions.ts'
import { communityFor } from '../issue-act.ts'
import { answer, type MatchDesk } from './desk.ts'
import { askStep } from './fill-in.ts'
import { refusedIn, refusedText } from './refused.ts'
import { FIRST_STEP } from './steps.ts'
import { openService } from './switch.ts'

const CONSENT_DIALOG = 'match-consent'
/** Long enough to read it and to sleep on it. */
const CONSENT_WAIT_MS = 24 * 60 * 60_000

/** Until their age is known nothing is kept but this, and it goes with the dialog (privacy 3). */
interface ConsentState {
  /** the message in which they agreed; undefined until they did */
  readonly yes?: { readonly messageId: string; readonly at: number }
}

const YES = /^(?:我)?(?:已满18岁?,?)?(?:同意|愿意|愿意参加|参加|我要参加)[。.]?$/
const NO = /^(?:不|否|算了|不了|不参加|不同意|不愿意|不用了?|取消|停)[吧。.]?$/
const NOT_TOLD = /^(?:跳过|不想说|不说|不告诉|保密|不方便|停|算了|取消)/
const FOR_ANOTHER = /(?:帮|替|给|为)(?:我)?(?:的)?(?:女儿|儿子|闺女|孩子|孙|侄|外甥|朋友|同事|邻居|他|她|别人)/

/** Shows what somebody agrees to who takes part, and waits for their yes. */
export async function askConsent(call: Call, sealer: Sealer): Promise<void> {
  communityFor(call)
  await wait(call, sealer, {})
  await answer(call, sealer, CONSENT_TEXT)
}

/** The yes to the text, and the age: two questions before there is a profile. */
export function consentDialog(desk: MatchDesk): Dialog {
  return {
    kind: CONSENT_DIALOG,
    waitMs: CONSENT_WAIT_MS,
    async answer(call, state): Promise<DialogResult> {
      const sealer = await openService(call, desk)
      const { yes } = state as ConsentState
      return yes ? readAge(call, sealer, yes) : readConsent(call, sealer)
    },
  }
}

async function readConsent(call: Call, sealer: Sealer): Promise<DialogResult> {
  const { text } = wordingOf(call.message.text)
  if (NO.test(text)) {
    await answer(call, sealer, '好的，不参加也没关系，什么都没有记。')
    return 'done'
  }
  if (FOR_ANOTHER.test(text)) {
    await answer(call, sealer, '这件事要本人自己同意，别人不能代填。请本人加小格为好友，私聊发 /红娘。')
    return 'open'
  }
  if (!YES.test(text)) {
    await answer(call, sealer, '愿意参加，请回「同意」两个字；不参加回「不」。要办别的事，发 /帮助。')
    return 'open'
  }
  await wait(call, sealer, { yes: { messageId: call.message.id, at: call.now.getTime() } })
  await answer(call, sealer, BIRTH_QUESTION)
  return 'open'
}

async function readAge(call: Call, sealer: Sealer, yes: NonNullable<ConsentState['yes']>): Promise<DialogResult> {
  const { text } = wordingOf(call.message.text)
  if (NOT_TOLD.test(text)) {
    await answer(call, sealer, NO_AGE)
    return 'done'
  }
  const refused = refusedIn(call.message.text, 'choice')
  const birth = refused ? undefined : readBirth(text, call.now)
  if (!birth) {
    await answer(call, sealer, refused ? [refusedText(refused), BIRTH_AGAIN] : BIRTH_AGAIN)
    return 'open'
  }
  const standing = ageStanding(birth, call.now)
  if (standing !== 'adult') {
    await answer(call, sealer, standing === 'unknown' ? AGE_UNSURE : NOT_OF_AGE)
    return 'done'
  }
  // Said twice at once: there is a profile already.
  if (await profileOf(call.tx, sealer, call.person)) return 'done'
  const profile = await beginProfile(call.tx, sealer, {
    communityId: communityFor(call),
    tag: tagOf(sealer, call.message.account, call.message.sender.id),
    birthYear: birth.year,
    yes: {
      personId: call.person,
      account: call.message.account,
      messageId: yes.messageId as MessageId,
      at: new Date(yes.at),
      textVersion: CONSENT_VERSION,
    },
    now: call.now,
  })
  await askStep(call, sealer, profile, { step: FIRST_STEP }, [HOW_TO_ANSWER])
  return 'open'
}

async function wait(call: Call, sealer: Sealer, state: ConsentState): Promise<void> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: CONSENT_DIALOG,
    state: { ...state },
    expiresAt: new Date(call.now.getTime() + CONSENT_WAIT_MS),
    sealer,
  })
}
