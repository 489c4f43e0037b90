import { publishAnnounced } from '../../courses/runs.ts'
import type { Tx } from '../../database/database.ts'
import type { MessageId } from '../../ids.ts'
import { tellLecturer } from './lecturer.ts'
import { lecturerLine } from './review.ts'

/** A notice goes out: where it announces a term, the term is published with it and its lecturer is told. */
export async function publishWith(
  tx: Tx,
  noticeId: number,
  { now, cause }: { readonly now: Date; readonly cause?: MessageId | undefined },
): Promise<void> {
  const moved = await publishAnnounced(tx, noticeId, now)
  const text = moved && lecturerLine(moved, now)
  if (moved && text) await tellLecturer(tx, moved.course, { text, now, cause })
}
