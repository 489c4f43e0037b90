import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { actOnCourse } from '../../courses/act.ts'
import { courseNumbered, type KnownCourse } from '../../courses/course.ts'
import { checkTitle, type HandedIn, keepFiles, makeOffer } from '../../courses/offer.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'
import { Refusal } from '../../refusal.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { tellOffice } from '../../telling/courses/lecturer.ts'
import { communityFor } from '../issue-act.ts'
import { courseActor } from './desk.ts'

const OFFER_DIALOG = 'course-offer'
const SUPPLY_DIALOG = 'course-supply'
/** A lecturer looks for certificates meanwhile. */
const OFFER_WAIT_MS = 60 * 60_000
const LONGEST_TITLE = 20
const LONGEST_TEACHER = 12
const LONGEST_ABOUT = 120
const LONGEST_QUALIFICATION = 500
const LONGEST_PLAN = 5000
const MOST_FILES = 9

type Step = 'title' | 'teacher' | 'about' | 'qualification' | 'files' | 'submit'

/** How far an offer is, as it is kept between messages. */
interface Draft {
  readonly step: Step
  readonly title?: string
  readonly teacher?: string
  readonly about?: string
  readonly qualification?: string
  readonly files: readonly HandedIn[]
}

const QUESTIONS: Readonly<Record<Exclude<Step, 'submit'>, string>> = {
  title: '您想开什么课？请回课名，20个字以内，比如 乐高智力开发。不申请了随时回「取消」。',
  teacher: '海报上怎么称呼您？比如 王老师。',
  about: '这门课讲什么、给谁听、大概几次？一两句话就行（120字以内）。',
  qualification: '您学过什么、教过什么？有证书的写上名称。社区工作人员审核时看，不公开。',
  files: '有证书、作品的照片或文件，现在发来，可以几份。发完回「好了」；没有也回「好了」。',
}

const CANCEL = /^(?:取消|停|先停|不申请了?|算了|不开了)[。.]?$/
const ENOUGH = /^(?:好了|没有了?|没了|就这些|发完了|完了|可以了|以上)[。.]?$/
const YES = /^(?:提交|确认|确定|是的?|好的?|可以|申请)[。.]?$/

/** Begins a lecturer's offer in private; `title` where it was said with the command. */
export async function beginOffer(call: Call, title: string): Promise<void> {
  if (call.message.chat.kind !== 'private') throw new Refusal('想来讲课，请私聊小格发 /开课 申请。')
  communityFor(call)
  const known = title === '' ? {} : { title: await titleIn(call, title) }
  await ask(call, { ...known, step: title === '' ? 'title' : 'teacher', files: [] })
}

async function ask(call: Call, draft: Draft): Promise<void> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: OFFER_DIALOG,
    state: { ...draft, files: draft.files.map((file) => ({ ...file })) },
    expiresAt: new Date(call.now.getTime() + OFFER_WAIT_MS),
  })
  await call.reply(draft.step === 'submit' ? readBack(draft) : QUESTIONS[draft.step])
}

function readBack(draft: Draft): string {
  return [
    `请看一下：${titled({ title: draft.title ?? '' })}，${draft.teacher}`,
    `内容：${draft.about}`,
    `资质：${draft.qualification}`,
    `材料：${draft.files.length}份`,
    '没问题回「提交」，不对就回「取消」重来。',
  ].join('\n')
}

/** The questions of an offer, one after the other. */
export function offerDialog(): Dialog {
  return {
    kind: OFFER_DIALOG,
    waitMs: OFFER_WAIT_MS,
    takesPhotos: true,
    takesFiles: true,
    answer: async (call, state): Promise<DialogResult> => {
      const draft = state as Draft
      const said = wordingOf(call.message.text)
      const more = brought(call)
      if (more.length > 0) {
        const files = withFiles(draft.files, more)
        if (draft.step !== 'files') {
          await ask(call, { ...draft, files })
          return 'open'
        }
        return keepAsking(call, { ...draft, files })
      }
      if (CANCEL.test(said.text)) {
        await call.reply('好的，没有提交。想好了再发 /开课 申请。')
        return 'done'
      }
      return answerStep(call, draft, said.own.trim(), said.text)
    },
  }
}

/** Pictures come one by one: each is kept, and nothing is said before the 好了. */
async function keepAsking(call: Call, draft: Draft): Promise<'open'> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: OFFER_DIALOG,
    state: { ...draft, files: draft.files.map((file) => ({ ...file })) },
    expiresAt: new Date(call.now.getTime() + OFFER_WAIT_MS),
  })
  return 'open'
}

async function answerStep(call: Call, draft: Draft, own: string, text: string): Promise<DialogResult> {
  switch (draft.step) {
    case 'title':
      await ask(call, { ...draft, title: await titleIn(call, own), step: 'teacher' })
      return 'open'
    case 'teacher':
      await ask(call, { ...draft, teacher: published(own, LONGEST_TEACHER, '称呼'), step: 'about' })
      return 'open'
    case 'about':
      await ask(call, { ...draft, about: published(own, LONGEST_ABOUT, '介绍'), step: 'qualification' })
      return 'open'
    case 'qualification':
      await ask(call, { ...draft, qualification: checked(own, LONGEST_QUALIFICATION, '资质'), step: 'files' })
      return 'open'
    case 'files':
      await (ENOUGH.test(text) ? ask(call, { ...draft, step: 'submit' }) : call.reply(QUESTIONS.files))
      return 'open'
    case 'submit':
      if (!YES.test(text)) {
        await call.reply(readBack(draft))
        return 'open'
      }
      await submit(call, draft)
      return 'done'
  }
}

async function submit(call: Call, { title = '', teacher = '', about = '', qualification = '', files }: Draft) {
  const { message, now } = call
  const course = await makeOffer(call.tx, {
    communityId: communityFor(call),
    lecturer: call.person,
    ...{ title, teacher, about, qualification, files, now },
    skill: title,
    account: message.account,
    chatId: message.chat.id,
    messageId: message.id,
  })
  await call.reply(
    `收到您的申请，课程${course.number} ${titled(course)}。接下来是资格审核、试讲、教学计划审核，每一步都会告诉您。谢谢您。`,
  )
  await tellOffice(call.tx, course, {
    text: `📚 有人申请开课：课程${course.number} ${titled(course)}。看材料请私聊小格发 /审课 ${course.number}。`,
    now,
    cause: message.id,
  })
}

/** 补 3 …, 计划 3 …: the lecturer hands in what was missing, or the teaching plan. Without words it is waited for. */
export async function supply(call: Call, number: number, words: string, isPlan: boolean): Promise<void> {
  const course = await courseNumbered(call.tx, communityFor(call), number)
  if (words === '' && brought(call).length === 0) {
    await openDialog(call.tx, dialogPlace(call.message), {
      kind: SUPPLY_DIALOG,
      state: { number, isPlan },
      expiresAt: new Date(call.now.getTime() + OFFER_WAIT_MS),
    })
    return call.reply(
      isPlan
        ? `请把${titled(course)}的教学计划发来：每次课讲什么，写在一条里。`
        : `请把${titled(course)}要补的文字、图片或文件发来，发完回「好了」。`,
    )
  }
  await handIn(call, course, words, isPlan)
  await call.reply(`${titled(course)}的${isPlan ? '教学计划' : '材料'}收到了，会转给社区工作人员。`)
}

/** What is handed in piece by piece after 补 3. */
export function supplyDialog(): Dialog {
  return {
    kind: SUPPLY_DIALOG,
    waitMs: OFFER_WAIT_MS,
    takesPhotos: true,
    takesFiles: true,
    answer: async (call, state): Promise<DialogResult> => {
      const { number, isPlan } = state as { number: number; isPlan: boolean }
      const course = await courseNumbered(call.tx, communityFor(call), number)
      const { text, own } = wordingOf(call.message.text)
      if (ENOUGH.test(text) || CANCEL.test(text)) {
        await call.reply('好的，谢谢。')
        return 'done'
      }
      await handIn(call, course, own.trim(), isPlan)
      if (brought(call).length > 0) return 'open'
      await call.reply(`${titled(course)}的${isPlan ? '教学计划' : '材料'}收到了，会转给社区工作人员。`)
      return isPlan ? 'done' : 'open'
    },
  }
}

async function handIn(call: Call, course: KnownCourse, words: string, isPlan: boolean): Promise<void> {
  const { tx, now, message } = call
  const files = brought(call)
  const plan = isPlan && words !== '' ? { plan: checked(words, LONGEST_PLAN, '教学计划') } : {}
  const note = !isPlan && words !== '' ? { note: checked(words, LONGEST_QUALIFICATION, '说明') } : {}
  const carried = { ...plan, ...note, files: files.length }
  await actOnCourse(tx, course, { action: 'supply', actor: courseActor(call), carried, now, messageId: message.id })
  await keepFiles(tx, course, 'offer', files, now)
  const what = isPlan ? '教学计划' : '材料'
  // A handful of pictures is told of once.
  const key = `course:${course.id}:supplied:${course.version === 0 ? 0 : Math.floor(now.getTime() / 600_000)}`
  const text = `📚 课程${course.number} ${titled(course)}的讲师交了${what}。发 /审课 ${course.number} 看。`
  await tellOffice(tx, course, { text, now, cause: message.id, key })
}

/** Pictures and documents that came with a message, or as one. */
function brought({ photos, files }: Call): HandedIn[] {
  return [
    ...photos.map(({ sha256, mime, bytes }) => ({ sha256, mime, bytes })),
    ...files.map(({ sha256, mime, bytes, name }) => ({ sha256, mime, bytes, name })),
  ]
}

function withFiles(files: readonly HandedIn[], more: readonly HandedIn[]): HandedIn[] {
  if (files.length + more.length > MOST_FILES) {
    throw new Refusal(`材料最多${MOST_FILES}份，够审核用了。发完请回「好了」。`)
  }
  return [...files, ...more]
}

/** A title that people can type: not a mere number, which would be another course's, and not one that is taken. */
async function titleIn(call: Call, words: string): Promise<string> {
  const title = published(words.replace(/[《》]/g, ''), LONGEST_TITLE, '课名')
  if (!/\p{L}/u.test(title)) throw new Refusal('课名请写成字，比如 乐高智力开发。')
  await checkTitle(call.tx, communityFor(call), title)
  return title
}

/** What groups will read: in one line, and with nothing in it by which somebody is found. */
function published(words: string, most: number, what: string): string {
  const line = checked(words.replace(/\s+/g, ' ').trim(), most, what)
  if (redact(line, OFFICE) === line) return line
  throw new Refusal(`${what}会公开，请不要写手机号、微信号、门牌号这些，重新发一下。`)
}

function checked(words: string, most: number, what: string): string {
  const { length } = [...words]
  if (length === 0) throw new Refusal(`请写上${what}。`)
  if (length > most) throw new Refusal(`${what}请写在${most}个字以内，现在有${length}个字。`)
  return words
}
