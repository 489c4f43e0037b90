import type { Call } from '../chat/call.ts'
import type { Dialog } from '../chat/dialog.ts'
import { answerQuestion } from './answer-question.ts'
import { answerHowFar } from './ask-progress.ts'
import { askForRating } from './ask-rating.ts'
import { answerWall } from './board/answer-wall.ts'
import { becomeIssueDialog } from './board/become-issue.ts'
import { postDraftDialog, remindOfDraft } from './board/draft-dialog.ts'
import { answerWish } from './board/support-wish.ts'
import { heedful } from './courses/alarm.ts'
import { answerCode, answerRoll, ratingDialog } from './courses/check-in.ts'
import { answerClassList } from './courses/class-list.ts'
import { answerEnrolment } from './courses/enrol-answer.ts'
import { offerDialog, supplyDialog } from './courses/offer.ts'
import { answerRemindMe } from './courses/remind-me.ts'
import { answerPictures, showcaseDialog } from './courses/showcase.ts'
import { termDialog } from './courses/term-dialog.ts'
import type { Desk } from './desk.ts'
import { answerAboutOrder } from './directives/answer-about-order.ts'
import { correctionDialog } from './directives/correction.ts'
import { answerDraft, draftDialog } from './directives/draft.ts'
import { materialDialog, offerRelay } from './directives/material.ts'
import { answerGuess, guessDialog } from './guess-dialog.ts'
import { askWhoWrites, knowGroupDialog, knowGroupHere } from './know-groups.ts'
import { answerInLostGroup } from './lost-group.ts'
import { answerCard } from './matchmaking/answer-card.ts'
import { assessmentDialog } from './matchmaking/assessment.ts'
import { fillInDialog } from './matchmaking/fill-in.ts'
import { answerAboutMatch } from './matchmaking/point-to.ts'
import { proposeDialog } from './matchmaking/propose.ts'
import { consentDialog } from './matchmaking/take-part.ts'
import { answerAppeal } from './moderation/appeal.ts'
import { reviewDialog } from './moderation/review-dialog.ts'
import { ownWordsDialog } from './own-words-dialog.ts'
import { type ForgetDesk, forgetMeDialog } from './personal/forget-me.ts'
import { photoDialog } from './photo-dialog.ts'
import { placeDialog } from './place-dialog.ts'
import { answerSurvey, surveyDialog } from './questionnaires/go-on.ts'
import { resendAllDialog } from './resend.ts'

/** Every conversation of several steps. */
export function dialogs(desk: Desk & ForgetDesk): Dialog[] {
  return [
    placeDialog(desk),
    photoDialog(desk),
    knowGroupDialog(),
    resendAllDialog(),
    guessDialog(desk),
    ownWordsDialog(desk),
    draftDialog(desk),
    materialDialog(desk),
    correctionDialog(),
    heedful(offerDialog(), desk.understanding),
    heedful(supplyDialog(), desk.understanding),
    heedful(termDialog(desk), desk.understanding),
    ratingDialog(),
    showcaseDialog(),
    surveyDialog(desk),
    assessmentDialog(desk),
    heedful(consentDialog(desk), desk.understanding),
    heedful(fillInDialog(desk), desk.understanding),
    heedful(proposeDialog(desk), desk.understanding),
    postDraftDialog(desk),
    becomeIssueDialog(desk),
    reviewDialog(desk),
    forgetMeDialog(desk),
  ]
}

/**
 * Words without a command that may answer something the bot has asked or said; the first reader that knows them has them.
 * False: none does.
 */
export async function answerInWords(call: Call, desk: Desk): Promise<boolean> {
  return (
    (await answerWall(call)) ||
    (await answerDraft(call, desk)) ||
    (await answerCard(call, desk)) ||
    (await answerRoll(call)) ||
    (await answerCode(call)) ||
    (await answerClassList(call)) ||
    (await answerPictures(call)) ||
    (await answerRemindMe(call)) ||
    (await answerEnrolment(call, desk)) ||
    (await answerWish(call)) ||
    (await answerGuess(call, desk)) ||
    (await answerSurvey(call)) ||
    (await answerAboutMatch(call, desk)) ||
    (await answerAppeal(call)) ||
    (await askForRating(call)) ||
    (await answerHowFar(call)) ||
    (await answerQuestion(call, desk)) ||
    (await answerAboutOrder(call, desk)) ||
    (await askWhoWrites(call)) ||
    (await offerRelay(call, desk)) ||
    (await remindOfDraft(call, desk))
  )
}

/** What may say which group an unbound one is. False: it does not. */
export async function answerUnbound(call: Call, desk: Desk): Promise<boolean> {
  return (await knowGroupHere(call)) || (await answerInLostGroup(call, (text) => desk.understanding.glance(text)))
}
