import { KIND_LABELS, type KnownPost, nameOf } from '../../board/post.ts'

/** How a post stands on a wall, in one line: its number, its words unchanged, who says it, how many wish it too. */
export function postLine(
  post: Pick<KnownPost, 'kind' | 'number' | 'words' | 'signature' | 'fate'>,
  supporters = 0,
): string {
  const fate = post.fate === null ? '' : `【${FATE_LABELS[post.fate]}】`
  const others = supporters > 0 ? `，${supporters}人附议` : ''
  return `${nameOf(post)}${fate}：${post.words}（${post.signature ?? '匿名'}${others}）`
}

/** What became of a wish, in a word. */
export const FATE_LABELS: Readonly<Record<NonNullable<KnownPost['fate']>, string>> = {
  DOING: '正在办',
  DONE: '已实现',
  CANNOT: '暂时办不了',
}

/** What an author is shown before saying yes: exactly what others will read. */
export function previewText({
  kind,
  words,
  signature,
  picture,
  masked,
  inGroup,
  editing,
  danger,
}: {
  readonly kind: KnownPost['kind']
  readonly words: string
  readonly signature: string | null
  readonly picture: boolean
  readonly masked: boolean
  readonly inGroup: boolean
  readonly editing: string | undefined
  /** the words speak of danger: a wall is no place for that to wait */
  readonly danger: boolean
}): string {
  const others = Object.values(KIND_LABELS).filter((label) => label !== KIND_LABELS[kind])
  const answer = inGroup ? '@小格 ' : ''
  return [
    ...(danger ? ['有危险请先打110、119，受伤打120；要马上请人来看，发 /报事 加上地点和情况。'] : []),
    `📝 请看一下，${editing ? `${editing}改成` : '贴出来是'}这样：`,
    `【${KIND_LABELS[kind]}】${words}`,
    `署名：${signature ?? '匿名'}`,
    ...(picture ? ['带一张照片，工作人员看过才贴。'] : []),
    ...(masked ? ['电话、门牌这些已经盖住了。'] : []),
    `可以就${answer}回「好」，不贴回「取消」。改字回「改 新的话」；类别不对回 ${others.join('、')}；写名字回「署名 王老师」${signature === null ? '' : '，不写名字回「匿名」'}。`,
  ].join('\n')
}
