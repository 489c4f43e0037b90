import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { classOf } from '../../courses/attendance.ts'
import { courseNumbered, courseOf, type KnownCourse, latestRun, type Run } from '../../courses/course.ts'
import { addPictures, consentToPictures, showcaseOf } from '../../courses/showcase.ts'
import type { GridId, PersonId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { privateSpotOf } from '../../telling/courses/learners.ts'
import { namesOf, tellLecturer, tellOffice } from '../../telling/courses/lecturer.ts'
import { draftAndShow } from '../directives/draft.ts'
import { communityFor } from '../issue-act.ts'
import { type CourseDesk, courseActor } from './desk.ts'
import { withdrawPictures } from './withdraw-pictures.ts'

const WHO_DIALOG = 'course-showcase'
const WHO_WAIT_MS = 60 * 60_000
const MOST_PICTURES = 9
/** More names than this do not fit one message. */
const NAMES_A_MESSAGE = 30
/** A term has results to show from its first lesson on. */
const MAY_SHOW: readonly KnownCourse['state'][] = ['RUNNING', 'SHOWCASE', 'SURVEYED', 'RENEWED', 'ADMITTED', 'CLOSED']

/** 公布 … 成果: takes pictures and asks who is in them; without pictures, shows those that may go to the groups. */
export async function showcase(call: Call, desk: CourseDesk, course: KnownCourse): Promise<void> {
  const actor = courseActor(call)
  if (actor.office === undefined && actor.personId !== course.lecturerId) {
    throw new Refusal('成果由讲师和社区工作人员来公布。')
  }
  const run = await latestRun(call.tx, course.id)
  if (!run || run.state === 'PLANNED' || !MAY_SHOW.includes(course.state)) {
    throw new Refusal(`${titled(course)}还没有上过课，没有成果可以公布。`)
  }
  if (call.photos.length > 0) return askWho(call, course, run)
  await publish(call, desk, course, run)
}

async function askWho(call: Call, course: KnownCourse, run: Run): Promise<void> {
  if (call.message.chat.kind !== 'private') throw new Refusal('照片请私聊小格发，先发照片，再发 /公布 课名 成果。')
  const names = await namesOf(call.tx, await classOf(call.tx, run.id))
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: WHO_DIALOG,
    state: {
      number: course.number,
      pictures: call.photos.slice(0, MOST_PICTURES).map(({ sha256, mime, bytes }) => ({ sha256, mime, bytes })),
    },
    expiresAt: new Date(call.now.getTime() + WHO_WAIT_MS),
  })
  const list = names.map((name, index) => `${index + 1}. ${name}`)
  await call.reply(
    [
      `收到${call.photos.length}张照片。里面看得出谁？回名单上的号码，比如 1 3；看不出人回「没有人」。有人的先问本人（孩子问家长），都同意了才发到群里。`,
      ...list.slice(0, NAMES_A_MESSAGE),
    ].join('\n'),
  )
  for (let first = NAMES_A_MESSAGE; first < list.length; first += NAMES_A_MESSAGE) {
    await call.reply(list.slice(first, first + NAMES_A_MESSAGE).join('\n'))
  }
}

interface Waiting {
  readonly number: number
  readonly pictures: readonly { readonly sha256: string; readonly mime: string; readonly bytes: number }[]
}

/** Who is to be seen in the pictures: each of them is asked in private, with the pictures. */
export function showcaseDialog(): Dialog {
  return {
    kind: WHO_DIALOG,
    waitMs: WHO_WAIT_MS,
    answer: async (call, state): Promise<DialogResult> => {
      const { number, pictures } = state as Waiting
      const { text } = wordingOf(call.message.text)
      if (/^(?:取消|算了|不发了?)[。.]?$/.test(text)) {
        await call.reply('好的，照片不用了。')
        return 'done'
      }
      const nobody = /^(?:没有人?|无|看不出)/.test(text)
      // 到 1 3 5 is a roll, said meanwhile.
      const numbers = nobody || !/^[\d\s,、.和号-]+$/.test(text) ? [] : (text.match(/\d{1,3}/g) ?? []).map(Number)
      if (!nobody && numbers.length === 0) return 'not mine'
      const course = await courseNumbered(call.tx, communityFor(call), number)
      const run = await latestRun(call.tx, course.id)
      const list = run ? await classOf(call.tx, run.id) : []
      const chosen = numbers.map((one) => list[one - 1])
      const wrong = numbers.find((_, index) => chosen[index] === undefined)
      if (wrong !== undefined) throw new Refusal(`名单上没有${wrong}号，请再看一下。`)
      const who = chosen.flatMap((one) => (one ? [one.personId as PersonId] : []))
      await addPictures(call.tx, course, pictures, who, call.now)
      const unreached = await askEach(call, course, who, pictures)
      await call.reply(
        nobody
          ? `好的，${pictures.length}张照片可以公布。发 /公布 ${course.title} 成果 看预览。`
          : `好的，去问${who.length}位了，都同意了告诉您。${unreached > 0 ? `有${unreached}位没有加小格好友，问不到，这几张先不发。` : ''}`,
      )
      return 'done'
    },
  }
}

async function askEach(
  call: Call,
  course: KnownCourse,
  who: readonly PersonId[],
  pictures: Waiting['pictures'],
): Promise<number> {
  let unreached = 0
  for (const person of who) {
    const spot = await privateSpotOf(call.tx, person, call.message.account)
    if (!spot) {
      unreached += 1
      continue
    }
    const say = { chat: spot.chat, priority: 'news' } as const
    for (const { sha256 } of pictures) await call.say({ ...say, text: '', sha256 })
    await call.say({
      ...say,
      text: `${titled(course)}想把上面${pictures.length}张照片发到网格群，作成果展示，里面有您或您的孩子。可以就回「同意照片」，不想发就回「不同意照片」。不回就不发。`,
    })
  }
  return unreached
}

const AGREES = /^(?:我)?(?:同意|可以|愿意)(?:发)?(?:照片|公布|展示)[。.]?$/
const REFUSES = /^(?:我)?(?:不同意|不可以|不愿意|不要|别)(?:发)?(?:照片|公布|展示)[。.]?$/

/** 同意照片, 不同意照片: by whoever was asked. False: it is no answer to that. */
export async function answerPictures(call: Call): Promise<boolean> {
  const { tx, message, now, person } = call
  if (message.chat.kind !== 'private') return false
  const { text } = wordingOf(message.text)
  const agrees = AGREES.test(text)
  if (!agrees && !REFUSES.test(text)) return false
  const files = await tx.courseFile.findMany({
    where: { purpose: `showcase:${person}`, ...(agrees ? { consentId: null } : {}) },
    include: { course: true },
    orderBy: { id: 'desc' },
  })
  const [newest] = files
  if (!newest) return false
  const course = courseOf(newest.course)
  const sha256s = files.filter(({ courseId }) => courseId === course.id).map(({ sha256 }) => sha256)
  if (!agrees) {
    await withdrawPictures(call, course, sha256s)
    return true
  }
  await consentToPictures(tx, course, {
    personId: person,
    sha256s,
    account: message.account,
    messageId: message.id,
    now,
  })
  await call.reply('谢谢您，记下了。以后想收回，随时回「不同意照片」；发出去两分钟以后的，微信就收不回了。')
  const pictures = await showcaseOf(tx, course)
  if (pictures.every(({ waitsFor }) => waitsFor.length === 0)) {
    const text = `${titled(course)}的${pictures.length}张照片都得到同意了。发 /公布 ${course.title} 成果 看预览。`
    await tellOffice(tx, course, { text, now, cause: message.id })
    await tellLecturer(tx, course, { text, now, cause: message.id })
  }
  return true
}

/** Shows the staff what goes to the groups: only pictures to which everybody in them has said yes. */
async function publish(call: Call, desk: CourseDesk, course: KnownCourse, run: Run): Promise<void> {
  const pictures = await showcaseOf(call.tx, course)
  const ready = pictures.filter(({ waitsFor }) => waitsFor.length === 0).slice(0, MOST_PICTURES)
  const waiting = new Set(pictures.flatMap(({ waitsFor }) => waitsFor)).size
  if (ready.length === 0) {
    throw new Refusal(
      waiting > 0
        ? `还有${waiting}位没有同意，照片先不能发。`
        : `还没有照片。请先把照片发给小格，三分钟内再发 /公布 ${course.title} 成果。`,
    )
  }
  if (courseActor(call).office === undefined) {
    throw new Refusal(`有${ready.length}张照片可以公布了，请社区工作人员发 /公布 ${course.title} 成果。`)
  }
  const rows = await call.tx.attachment.findMany({ where: { sha256: { in: ready.map(({ sha256 }) => sha256) } } })
  const text = `${titled(course)} 第${run.term}期成果展示${course.teacher ? `，谢谢${course.teacher}` : ''}。照片都经本人或家长同意。`
  await draftAndShow(call, desk, {
    kind: 'NOTICE',
    wanted: {
      scope: { words: run.scope || '全部网格', gridIds: run.gridIds as readonly GridId[], kind: 'grids' },
      urgent: false,
      sendAt: null,
      repeat: null,
      text,
    },
    points: [],
    files: rows.map(({ sha256, mime, bytes }) => ({ sha256, mime, bytes })),
  })
}
