import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { closeDialog, type Dialog, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { lastWordsKey } from '../../chat/last-words.ts'
import { wordingOf } from '../../chat/wording.ts'
import { forgetPerson, whatStays } from '../../personal/forget-person.ts'
import type { Identity } from '../../personal/holding.ts'
import { Refusal } from '../../refusal.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { type FarewellDesk, sayFarewell } from './farewell.ts'
import { HOLDINGS } from './holdings.ts'

export interface ForgetDesk extends FarewellDesk {
  /** lets go of what somebody has just said and nobody has read yet, in the memory of this process */
  readonly forgetUnread: (identity: Identity) => void
  /** makes the keyed hash of a contact that the audit keeps; left out where there is no key */
  readonly sealer?: Pick<Sealer, 'hash'> | undefined
}

const FORGET_DIALOG = 'forget-me'
/** How long the question stands. */
const ASKED_FOR_MS = 10 * 60_000

/** 删除我的资料: asks once, and says what goes, what stays and why (PIPL 47). */
export function forgetMeCommand() {
  return command({
    section: 'everybody',
    who: ['everybody'],
    where: 'private',
    name: '删除我的资料',
    aliases: ['forgetme', 'scwdzl'],
    what: '让小格忘掉我',
    example: '/删除我的资料',
    args: {},
    run: async (call: Call) => {
      const stays = await staysUnless(call)
      await openDialog(call.tx, dialogPlace(call.message), {
        kind: FORGET_DIALOG,
        state: {},
        expiresAt: new Date(call.now.getTime() + ASKED_FOR_MS),
      })
      await call.reply(
        [
          '要删掉小格记着的您的全部资料：名字、说过的话、照片、报过的事、报的课、问卷、同意书。报了的课会退掉，名额给下一位。删了找不回来。',
          ...(stays.length > 0 ? ['有几样要留下：', ...stays.map((line) => `· ${line}`)] : []),
          `想先看看有什么，发 /我的资料。确定要删，请在10分钟内回“确认”；不删就回“不用”。`,
        ].join('\n'),
      )
    },
  })
}

/** Hears the one word that says whether it is to be done. */
export function forgetMeDialog(desk: ForgetDesk): Dialog {
  return {
    kind: FORGET_DIALOG,
    waitMs: ASKED_FOR_MS,
    answer: async (call) => {
      const word = wordingOf(call.message.text).text.replace(/^[/、\\]|[\s。.，,~]+/gu, '')
      if (/^(不用|不用了|不删|不删了|不|不是|否|算了|取消|不要)$/.test(word)) {
        await call.reply('好的，什么都没有删。')
        return 'done'
      }
      if (!/^确认(?:删除|要删|删)?$/.test(word)) return 'not mine'
      await staysUnless(call)
      await forget(call, desk)
      return 'done'
    },
  }
}

async function forget(call: Call, desk: ForgetDesk): Promise<void> {
  const { tx, now, person, message } = call
  await sayFarewell(call, desk)
  await closeDialog(tx, dialogPlace(message))
  const { identities } = await forgetPerson(tx, HOLDINGS, person, { now, tag: desk.sealer?.hash })
  for (const identity of identities) desk.forgetUnread(identity)
  call.leaveNoName()
  await call.say({
    chat: message.chat,
    text: '删好了，小格不再记着您。硬盘上的痕迹今天夜里抹掉，备份里的跟着旧备份一起过期。以后您再找小格，就当是新认识的，谢谢您。',
    priority: 'reply',
    key: lastWordsKey(message.id),
  })
}

/** What will stay. @throws Refusal while it cannot be done */
async function staysUnless({ tx, person, now }: Call): Promise<readonly string[]> {
  const { stays, hindrance } = await whatStays(tx, HOLDINGS, person, now)
  if (hindrance !== undefined) throw new Refusal(hindrance)
  return stays
}
