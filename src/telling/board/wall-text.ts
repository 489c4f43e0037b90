import type { KnownProof } from '../../board/proofs.ts'
import type { WallPost } from '../../board/wall-posts.ts'
import type { Occasion } from '../../database/types.ts'
import { formatDay } from '../../time/format.ts'
import type { DayKey } from '../../time/shanghai.ts'
import { postLine } from './post-words.ts'

/** 中秋祝福墙 */
export function occasionTitle({ title }: Pick<Occasion, 'title'>): string {
  return `${title}祝福墙`
}

/** The staff are asked, some days before. `askedTitle` reads the festival out of what is quoted. */
export function askText(title: string, day: DayKey, now: Date): string {
  return [
    `🏮 ${formatDay(day, now)}是${title}，要不要开一面祝福墙？邻居们写祝福、许心愿，到那天做成图，您看过再发到群里。`,
    `要开，引用这条回「开」，或发 /留言墙 开 ${title}。不开不用回。`,
  ].join('\n')
}

const ASKED = /^🏮 (?:\d{4}年)?\d{1,2}月\d{1,2}日\(周.\)是(\S{1,12})，要不要开一面祝福墙/u

/** The festival that the quoted question is about. */
export function askedTitle(quoted: string): string | undefined {
  return ASKED.exec(quoted.trim())?.[1]
}

/** The day has come, and there is nothing to draw. */
export function emptyWallText(occasion: Pick<Occasion, 'title'>): string {
  return `🏮 ${occasionTitle(occasion)}上还没有可以发的留言，今天先不做图。有了想发，发 /留言墙 发 ${occasion.title}。`
}

/** The groups are told once, in one line. */
export function inviteText(occasion: Pick<Occasion, 'title' | 'lastDay'>, now: Date): string {
  return `🏮 ${occasionTitle(occasion)}开了，到${formatDay(occasion.lastDay, now)}为止。想说句祝福、许个心愿，给小格发 /留言 加上您的话。`
}

/** What the author of a blessing or a wish is told while a wall is open. */
export function onTheWallText(occasion: Pick<Occasion, 'title' | 'lastDay'>, now: Date): string {
  return `会放到${occasionTitle(occasion)}上，${formatDay(occasion.lastDay, now)}做成图发到群里。`
}

/** How a proof is called where it is answered: 墙稿7, 周稿8. */
export function proofName({ id, occasionId }: Pick<KnownProof, 'id' | 'occasionId'>): string {
  return `${occasionId === null ? '周稿' : '墙稿'}${id}`
}

/** The number of the proof that a text names; undefined where it names none. */
export function proofNamed(text: string): number | undefined {
  const found = /[墙周]稿(\d{1,9})/.exec(text)
  return found ? Number(found[1]) : undefined
}

/** The line that comes before the pictures in the groups. */
export function captionText(occasion: Pick<Occasion, 'title'>, posts: readonly WallPost[]): string {
  return `🏮 ${occasionTitle(occasion)}：邻居们写下的${posts.length}句话都在图上。`
}

/** The week's selection, as the groups see it. */
export function selectionText(posts: readonly WallPost[]): string {
  return [
    '📮 这周邻居们说的话：',
    ...posts.map((post) => postLine(post, post.supporters)),
    '想说一句，给小格发 /留言 加上您的话。',
  ].join('\n')
}

/** The card below what is shown to the staff: what it is, and how one says yes. */
export function proofCard(proof: KnownProof, posts: readonly WallPost[], pages: number): string {
  const { occasion, followsId } = proof
  const what = occasion ? `🏮 ${occasionTitle(occasion)}` : '📮 这周的留言'
  const why = followsId === null ? '还没有发' : '刚才发出去以后有人改了或删了留言，没收到的群要补发'
  const seen = pages > 1 ? `群里会看到上面${pages}张图。` : '群里会看到上面这样。'
  return `${what}（${proofName(proof)}），${posts.length}条，${why}。${seen}\n${howToAnswer(proof, posts)}`
}

function howToAnswer({ occasion }: KnownProof, posts: readonly WallPost[]): string {
  if (occasion) return '没问题，引用这条回「确认」，或发 /留言墙 确认。不发回「不发」。'
  const [first, second] = posts
  if (!first || !second) return '要发，引用这条回「确认」。不发不用回。'
  return `全发，引用这条回「确认」；挑几条发 /留言墙 精选 ${first.number} ${second.number}；去掉几条发 /留言墙 精选 去掉 ${first.number}。不发不用回。`
}
