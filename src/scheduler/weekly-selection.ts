import { wantProof } from '../board/proofs.ts'
import { selectable } from '../board/wall-posts.ts'
import type { Database } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { showProof, staffSpots } from '../telling/board/show-proof.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const HOUR = 60 * 60_000

/**
 * On Fridays at ten: shows the staff what was said on the board in the week, for them to choose from. Where nothing was, it says
 * nothing.
 */
export function weeklySelection({ database, spoke }: { readonly database: Database; readonly spoke: () => void }): Job {
  return {
    name: 'weekly-selection',
    title: '每周留言精选',
    schedule: schedule('0 10 * * 5'),
    graceMs: 8 * HOUR,
    missed: 'latest',
    limitMs: HOUR / 6,
    mostAgeMs: 8 * 24 * HOUR,
    async run(_slot, now) {
      const apart = new Apart()
      let shown = 0
      for (const { id } of await database.client.community.findMany({ select: { id: true } })) {
        const communityId = id as CommunityId
        const done = await apart.do(() =>
          database.transaction(async (tx) => {
            const posts = await selectable(tx, communityId, now)
            const spots = await staffSpots(tx, communityId)
            if (posts.length === 0 || spots.length === 0) return false
            const proof = await wantProof(tx, { communityId, occasionId: null, posts, now })
            return showProof(tx, proof, spots, { posts, pages: [], priority: 'news', now })
          }),
        )
        if (done) shown += 1
      }
      if (shown > 0) spoke()
      return apart.outcome(`${shown} shown`)
    },
  }
}
