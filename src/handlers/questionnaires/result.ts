import type { StoredFile } from '../../attachments/store.ts'
import type { Call } from '../../chat/call.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { communityOf } from '../../community/membership.ts'
import { findPerson } from '../../community/people.ts'
import { rolesOf } from '../../community/roles.ts'
import type { Db } from '../../database/database.ts'
import { drawTable } from '../../drawing/table.ts'
import type { CommunityId } from '../../ids.ts'
import {
  isOpen,
  type OpenedQuestionnaire,
  participationIn,
  questionnairesOf,
  questionnaireWith,
} from '../../questionnaires/questionnaire.ts'
import { Refusal } from '../../refusal.ts'
import { writeSpreadsheet } from '../../spreadsheet/spreadsheet.ts'
import { participationWords } from '../../telling/questionnaires/counted.ts'
import { reportOf } from '../../telling/questionnaires/report.ts'
import { reportPictures } from '../../telling/questionnaires/report-picture.ts'
import { reportSheets } from '../../telling/questionnaires/report-sheets.ts'
import { reportText } from '../../telling/questionnaires/report-text.ts'
import { titled } from '../../telling/questionnaires/title.ts'
import { formatDay } from '../../time/format.ts'
import { dayKey } from '../../time/shanghai.ts'
import { communityFor } from '../issue-act.ts'
import { chooseFrom } from './choose.ts'
import type { SurveyDesk } from './desk.ts'
import { noted } from './office.ts'

/** What is drawn or written before the transaction in which it is said. */
export interface ReadyResult {
  readonly questionnaireId: number
  readonly text?: string
  readonly pictures: readonly StoredFile[]
  readonly file?: StoredFile & { readonly name: string }
}

/** Draws or writes a result for somebody of the staff; undefined for anybody else, and for what is still open. */
export async function prepareResult(
  desk: SurveyDesk,
  message: IncomingMessage,
  asked: { readonly what: 'show' | 'export'; readonly words: string },
  now: Date,
): Promise<ReadyResult | undefined> {
  const db = desk.database.client
  const who = await staffMember(db, message)
  if (!who) return undefined
  const questionnaire = choose(await all(db, who.communityId), asked.words)
  if (!questionnaire || isOpen(questionnaire, now)) return undefined
  const report = await reportOf(db, questionnaire)
  const ready = { questionnaireId: questionnaire.id }
  if (asked.what === 'show') {
    const pictures: StoredFile[] = []
    for (const table of reportPictures(report, { by: who.name, day: formatDay(now, now) })) {
      for (const picture of await drawTable(table)) pictures.push(await desk.keepFile(picture))
    }
    return { ...ready, text: reportText(report), pictures }
  }
  const bytes = await writeSpreadsheet(reportSheets(report), { by: who.name, at: now })
  const name = `${questionnaire.title.replace(/[《》]/g, '')} ${dayKey(now)}.xlsx`
  return { ...ready, pictures: [], file: { ...(await desk.keepFile(bytes)), name } }
}

/** 结果, 导出: says what was prepared, and writes down who asked. */
export async function tellResult(
  call: Call,
  { what, words }: { readonly what: 'show' | 'export'; readonly words: string },
  ready: ReadyResult | undefined,
): Promise<void> {
  const questionnaire = chooseFrom(await all(call.tx, communityFor(call)), words)
  if (isOpen(questionnaire, call.now)) {
    const people = participationWords(await participationIn(call.tx, questionnaire.id))
    throw new Refusal(
      `${titled(questionnaire)}还没截止，现在${people}。为了看不出哪份是谁填的，结果等截止以后再出；要提前结束发 /问卷 截止 ${questionnaire.title}。`,
    )
  }
  // Between drawing and telling, another one has ended or a role has come: once more, then it is there.
  if (ready?.questionnaireId !== questionnaire.id) throw new Refusal('刚才没有准备好，请再发一次。')
  const { title } = await questionnaireWith(call.tx, questionnaire.id)
  await noted(call, questionnaire.id, what, {})
  const { chat } = call.message
  if (ready.text !== undefined) await call.reply(ready.text)
  for (const { sha256 } of ready.pictures) await call.say({ chat, text: '', sha256, priority: 'reply' })
  if (!ready.file) return
  const { sha256, name } = ready.file
  await call.reply(`${titled({ title })}的表在下面。上面记着是谁导出的，请不要转到群里。`)
  await call.say({ chat, text: '', file: { sha256, name }, priority: 'reply' })
}

function all(db: Db, communityId: CommunityId): Promise<OpenedQuestionnaire[]> {
  return questionnairesOf(db, communityId, ['OPEN', 'CLOSED'])
}

function choose(list: readonly OpenedQuestionnaire[], words: string): OpenedQuestionnaire | undefined {
  try {
    return chooseFrom(list, words)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

async function staffMember(db: Db, message: IncomingMessage) {
  const person = await findPerson(db, message.account, message.sender.id)
  if (person === undefined) return undefined
  const roles = await rolesOf(db, person)
  const communityId = await communityOf(db, person, roles)
  const staff = roles.some((role) => role.communityId === communityId && ['STAFF', 'SECRETARY'].includes(role.kind))
  if (!staff || communityId === undefined) return undefined
  const { name } = await db.person.findUniqueOrThrow({ where: { id: person }, select: { name: true } })
  return { communityId, name }
}
