import type { Judge } from '../../board/judge.ts'
import type { AccountId } from '../../ids.ts'
import { openHold } from '../../moderation/hold.ts'
import { isUrgent, judgePost } from '../../moderation/judge-post.ts'
import { callForHelp } from '../../telling/moderation/call-for-help.ts'
import type { Understanding } from '../../understanding/understanding.ts'

/** Who looks at posts before they are anything: rules find what a person should see, and it waits in the queue of /审核. */
export function postJudge(understanding: Pick<Understanding, 'glance'>): Judge {
  const soundsUrgent = (words: string) => {
    const { danger, register } = understanding.glance(words)
    return danger === 2 && register === 'yes'
  }
  return {
    judge: (tx, text) => judgePost(tx, text, soundsUrgent),
    async held(tx, post, reasons, { now, cause }) {
      const urgent = isUrgent(reasons)
      await openHold(tx, post, { stage: 'FIRST', reasons, urgent, now })
      if (!urgent || post.authorId === null || post.account === null) return
      const { communityId, words } = post
      await callForHelp(tx, {
        communityId,
        person: post.authorId,
        account: post.account as AccountId,
        words,
        now,
        cause,
      })
    },
  }
}
