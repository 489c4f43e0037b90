import { heldAboutFaq } from '../../answers/held-about.ts'
import { heldAboutPosts } from '../../board/held-about.ts'
import { heldAboutTalk } from '../../chat/held-about.ts'
import { heldAboutIdentity } from '../../community/held-about.ts'
import { heldAboutCourses } from '../../courses/held-about.ts'
import { heldAboutOrders } from '../../directives/held-about.ts'
import { heldAboutIssues } from '../../issues/held-about.ts'
import { heldAboutAssessment } from '../../matchmaking/assessment-held.ts'
import { heldAboutMatchmaking } from '../../matchmaking/held-about.ts'
import { heldAboutModeration } from '../../moderation/held-about.ts'
import type { Holding } from '../../personal/holding.ts'
import { heldAboutSurveys } from '../../questionnaires/held-about.ts'
import { redact } from '../../redaction/redact.ts'
import { heldAboutLessons } from '../../understanding/held-about.ts'

/** What is held about people, area by area, in the order in which they read it. Every area enters its own here. */
export const HOLDINGS: readonly Holding[] = [
  heldAboutIdentity,
  heldAboutIssues((words) => redact(words, [], { names: true })),
  heldAboutCourses,
  heldAboutSurveys,
  heldAboutOrders,
  heldAboutFaq,
  heldAboutLessons,
  heldAboutMatchmaking,
  heldAboutAssessment,
  heldAboutPosts,
  heldAboutModeration,
  heldAboutTalk,
]
