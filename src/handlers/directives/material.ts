import type { Call } from '../../chat/call.ts'
import { closeDialog, type Dialog, type DialogPlace, dialogPlace, openDialog, openDialogAt } from '../../chat/dialog.ts'
import type { Tx } from '../../database/database.ts'
import { MOST_FILES, type NewDraft } from '../../directives/draft.ts'
import { Refusal } from '../../refusal.ts'
import { communityFor } from '../issue-act.ts'
import { type DirectiveDesk, isStaffHere, pointsFrom } from './desk.ts'
import { draftAndShow, LONGEST_TEXT } from './draft.ts'
import { readWanted } from './wanted.ts'

const MATERIAL_DIALOG = 'directive-material'
/** So long what somebody forwards one after the other is taken for one thing. */
const MATERIAL_WAIT_MS = 10 * 60_000
/** What staff forward in private is longer than what they say to the bot. */
const LONG_TEXT = 80
const SHORT_NOTICE = 40

type MaterialFile = NewDraft['files'][number]

/** What has come so far. `head` is there when it was said first for whom it is; `kind` is what it will be. */
interface Material {
  readonly head: string | null
  readonly kind: NewDraft['kind']
  readonly texts: readonly string[]
  readonly files: readonly MaterialFile[]
}

const THAT_IS_ALL = /^(?:好了|就这些|没了|没有了|发完了|完了|可以了|以上)[。.]?$/
const NEVER_MIND = /^(?:不用|不是|不转|不发了?|算了|取消|不要)[了吧。.]?$/
const NOTICE_FIRST = /^\s*[/／]?(通知|转发)[\s:：,，]*/

/**
 * A member of the staff has sent in private what looks like something to be relayed: asks whom it is for. False where it
 * does not.
 */
export async function offerRelay(call: Call, desk: DirectiveDesk): Promise<boolean> {
  const { message } = call
  const { text } = message
  if (message.chat.kind !== 'private' || message.quotation || !isStaffHere(call)) return false
  if (text.length < SHORT_NOTICE) return false
  const { kind, register } = desk.understanding.glance(text)
  // Trouble that a member of the staff tells of at length is trouble all the same.
  if (kind !== '通知/广告' && (text.length < LONG_TEXT || register !== 'no')) return false
  await keep(call, { head: null, kind: 'DIRECTIVE', texts: [text], files: [] })
  await call.reply(
    '这是要转发的吗？回发给谁就行：全部，或网格号（1,3），可以带时间（全部 明早9点）。给居民看的，前面加“通知”。还有图片、文件就接着发来；不是就不用管。',
  )
  return true
}

/** It was said for whom, and nothing yet of what: what comes next is that. In a group there is no telling what comes next. */
export async function waitForMaterial(call: Call, kind: NewDraft['kind'], head: string): Promise<void> {
  if (call.message.chat.kind === 'group') {
    throw new Refusal('请把内容写在下一行，或者引用那条内容再发这个命令；也可以私聊小格，一条一条转过来。')
  }
  await keep(call, { head, kind, texts: [], files: [] })
  await call.reply('好的，请把要发的内容转给小格：文字、图片、文件都行，可以分几条。发完回「好了」。')
}

/** What has come in private before the command that says for whom; it is the command's now. */
export async function takeMaterial(call: Call): Promise<Pick<Material, 'texts' | 'files'> | undefined> {
  const place = dialogPlace(call.message)
  const material = await materialAt(call.tx, place, call.now)
  if (!material) return undefined
  await closeDialog(call.tx, place)
  return material
}

/** The same, to look at before the transaction. */
export async function materialAt(tx: Pick<Tx, 'dialog'>, place: DialogPlace, now: Date): Promise<Material | undefined> {
  const open = await openDialogAt(tx, place, now)
  return open?.kind === MATERIAL_DIALOG ? (open.state as unknown as Material) : undefined
}

/** Takes what is forwarded piece by piece, until it is said for whom, or that it is all. */
export function materialDialog(desk: DirectiveDesk): Dialog {
  return {
    kind: MATERIAL_DIALOG,
    waitMs: MATERIAL_WAIT_MS,
    takesPhotos: true,
    takesFiles: true,
    answer: async (call, state) => {
      if (!isStaffHere(call)) return 'not mine'
      const material = state as Material
      const { text } = call.message
      const files = [...call.photos, ...call.files]
      if (files.length > 0) {
        await addFiles(call, material, files)
        return 'open'
      }
      if (NEVER_MIND.test(text.trim())) {
        await call.reply('好的，不转发。')
        return 'done'
      }
      const all = THAT_IS_ALL.test(text.trim())
      if (all && material.head === null) {
        await call.reply('请回发给谁：全部，或网格号（1,3）。不转发就回「不用」。')
        return 'open'
      }
      if (all || isHead(text)) return draftFrom(call, desk, all ? material : withHead(material, text))
      if (text.trim() === '') return 'open'
      if (material.texts.join('\n').length + text.length > LONGEST_TEXT)
        throw new Refusal(`内容太长，最多${LONGEST_TEXT}字。`)
      await keep(call, { ...material, texts: [...material.texts, text] })
      return 'open'
    },
  }
}

/** Who it is for is said in few words, on one line. */
function isHead(text: string): boolean {
  return (
    text.length <= 60 &&
    !text.includes('\n') &&
    /^[/／]?(?:通知|转发|全部|所有|紧急|第?\d|\S{2,12}(?:小区|里|苑|家园|大院|号楼))/.test(text.trim())
  )
}

function withHead(material: Material, text: string): Material {
  const [all = '', word] = NOTICE_FIRST.exec(text) ?? []
  return { ...material, head: text.slice(all.length), kind: word === '通知' ? 'NOTICE' : material.kind }
}

async function draftFrom(call: Call, desk: DirectiveDesk, material: Material): Promise<'done' | 'open'> {
  const text = material.texts.join('\n\n')
  const places = await desk.places.of(call.tx, communityFor(call))
  const wanted = readWanted(`${material.head ?? ''}\n${text}`, { places, calendar: desk.calendar, now: call.now })
  await draftAndShow(call, desk, {
    kind: material.kind,
    wanted,
    points: pointsFrom(desk.keyPoints(text, call.now)),
    files: material.files,
  })
  // The preview has taken the place of this dialog.
  return 'open'
}

async function addFiles(call: Call, material: Material, files: readonly MaterialFile[]): Promise<void> {
  if (material.files.length + files.length > MOST_FILES) throw new Refusal(`图片和文件一共最多${MOST_FILES}个。`)
  const kept = files.map(({ sha256, mime, bytes, name }) => ({ sha256, mime, bytes, ...(name ? { name } : {}) }))
  await keep(call, { ...material, files: [...material.files, ...kept] })
}

async function keep(call: Call, material: Material): Promise<void> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: MATERIAL_DIALOG,
    state: { ...material, texts: [...material.texts], files: material.files.map((file) => ({ ...file })) },
    expiresAt: new Date(call.now.getTime() + MATERIAL_WAIT_MS),
  })
}
