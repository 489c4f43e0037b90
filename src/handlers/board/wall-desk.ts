import type { Call } from '../../chat/call.ts'
import type { Database } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { PictureShelf } from '../../telling/board/wall-picture.ts'
import { isStaffHere } from '../directives/desk.ts'

/** What the handlers of the wall are made with. */
export interface WallDesk extends PictureShelf {
  readonly database: Database
}

/** @throws Refusal for who is not of the staff, and where residents would see what is not published yet */
export function checkWallStaff(call: Call): void {
  if (!isStaffHere(call)) throw new Refusal('祝福墙由社区工作人员来开和发。您想说一句，发 /留言 加上您的话。')
  if (call.group && call.group.purpose !== 'STAFF') throw new Refusal('这个请私聊小格发，或者在工作群里发。')
}
