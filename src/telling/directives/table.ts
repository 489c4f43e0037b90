import { nameOf, type Order, POST_LABELS, type Post } from '../../directives/directive.ts'
import { splitText } from '../../directives/split.ts'
import type { GridStanding, PostStanding } from '../../directives/standing.ts'
import type { TableCell, TableToDraw } from '../../drawing/table.ts'
import { formatMoment, formatTime } from '../../time/format.ts'
import { sayableInGroups } from './group-text.ts'
import { problemWords } from './progress-text.ts'

/** More of them make more pictures than are any help. */
const MOST_ROWS = 200
/** A remark in the text, and in the picture, in signs. */
const REMARK_IN_TEXT = 24
const REMARK_IN_PICTURE = 40
/** So many signs a telephone shows at once; the remarks have what the rows leave. */
const ONE_LOOK = 470

const YES = '✓'
const NOT_YET = '–'

/** How an order stands, a row a grid by their numbers, as messages of text. Nobody is named; there is no order of merit. */
export function tableText(order: Order, standing: readonly GridStanding[], now: Date): string[] {
  const posts = order.asks
  const head = [
    `${nameOf(order)} ${formatMoment(now, now)} 的情况：${summary(order, standing)}`,
    ['网格', '发到', ...posts.map((post) => POST_LABELS[post]), '在办', '完成', '照片'].join('｜'),
  ]
  const rows = standing.map((grid) =>
    [
      String(grid.number),
      grid.saidAt ? formatTime(grid.saidAt) : notSaidWords(grid),
      ...grid.posts.map((post) => (post.step ? YES : isVacant(post) ? '没人' : NOT_YET)),
      grid.onItAt ? YES : NOT_YET,
      grid.doneAt ? YES : grid.donePosts.length > 0 ? '部分' : NOT_YET,
      String(grid.photos),
    ].join('｜'),
  )
  const text = [...head, ...rows].join('\n')
  return splitText([text, ...remarkLines(standing, ONE_LOOK - text.length)].join('\n'))
}

function remarkLines(standing: readonly GridStanding[], room: number): string[] {
  const all = standing.flatMap((grid) => {
    const remark = remarkOf(grid)
    return remark ? [`${grid.number}号：${cut(remark, REMARK_IN_TEXT)}`] : []
  })
  if (all.length === 0) return []
  const shown: string[] = ['备注']
  let left = room
  for (const line of all) {
    left -= line.length + 1
    if (left < 0) return [...shown, '其他备注见图。']
    shown.push(line)
  }
  return shown
}

/** The same to be drawn, of the first two hundred. */
export function orderTable(order: Order, standing: readonly GridStanding[], now: Date): TableToDraw {
  return {
    title: `${nameOf(order)} 办理情况`,
    subtitle: `${formatMoment(now, now)}　${summary(order, standing)}`,
    columns: ['网格', '发到', ...order.asks.map((post) => POST_LABELS[post]), '在办', '完成', '照片', '备注'],
    rows: standing.slice(0, MOST_ROWS).map(rowOf),
    legend: { done: '有了', 'under way': '部分或在等', missing: '还没有' },
    foot: '网格员、物业、志愿者一栏是第一次回话的时间；在办、完成按他们自己报的。',
  }
}

function rowOf(grid: GridStanding): TableCell[] {
  const { saidAt, posts, onItAt, doneAt, donePosts, photos } = grid
  return [
    `${grid.number}号`,
    sentCell(grid),
    ...posts.map((post) => postCell(post, saidAt !== undefined)),
    onItAt ? yes(onItAt) : saidAt ? NO : '',
    doneAt ? yes(doneAt) : donePosts.length > 0 ? { state: 'under way', text: labels(donePosts) } : saidAt ? NO : '',
    String(photos),
    cut(remarkOf(grid) ?? '', REMARK_IN_PICTURE),
  ]
}

const NO: TableCell = { state: 'missing' }
const yes = (at: Date): TableCell => ({ state: 'done', text: formatTime(at) })

function sentCell(grid: GridStanding): TableCell {
  const { deliveries, saidAt } = grid
  const arrived = deliveries.filter((each) => each.saidAt).length
  if (!saidAt) {
    const words = notSaidWords(grid)
    return { state: words === '在等' || words === '不清楚' ? 'under way' : 'missing', text: words }
  }
  return arrived === deliveries.length ? yes(saidAt) : { state: 'under way', text: `${arrived}/${deliveries.length}群` }
}

function postCell(post: PostStanding, heard: boolean): TableCell {
  if (post.answeredAt) return yes(post.answeredAt)
  if (isVacant(post)) return '没人'
  return heard ? NO : ''
}

/** What is known of why a group has not got it; undefined where it has, or simply waits. */
export function whyNotSaid({ deliveries }: Pick<GridStanding, 'deliveries'>): string | undefined {
  if (deliveries.length === 0) return '没有绑定群'
  const refused = deliveries.find(({ saidAt, problem }) => saidAt === null && problem !== null)
  return refused && problemWords(refused.problem)
}

const WAITING: ReadonlySet<string> = new Set(['PENDING', 'SENDING'])

/** Why nobody in a grid has it, in a word or two. */
export function notSaidWords({ deliveries }: Pick<GridStanding, 'deliveries'>): string {
  const states = new Set(deliveries.map(({ state }) => state))
  if (states.size === 0) return '没有群'
  if (states.has('UNKNOWN')) return '不清楚'
  // What was refused is tried again for hours; until then it has not arrived all the same.
  if (deliveries.some(({ state, problem }) => problem === null && WAITING.has(state))) return '在等'
  return states.has('CANCELLED') ? '没有发' : '没发到'
}

function isVacant({ holders, step }: PostStanding): boolean {
  return holders.length === 0 && step === undefined
}

/** What is to be said of a grid besides: why a group has not got it, or the last thing that somebody there has said. */
function remarkOf({ deliveries, receipts }: GridStanding): string | undefined {
  const refused = whyNotSaid({ deliveries })
  const said = receipts.findLast(({ note }) => note !== null)
  const words = said?.note ? sayableInGroups(said.note).replace(/\s+/g, ' ') : ''
  const remark = [
    ...(refused ? [refused] : []),
    ...(said && words ? [`${POST_LABELS[said.hat as Post]}：${words}`] : []),
  ].join('；')
  return remark === '' ? undefined : remark
}

/** 发到11/12，网格员11、物业10、志愿者9，在办8，完成5，照片7张 */
function summary({ asks }: Order, standing: readonly GridStanding[]): string {
  const count = (test: (grid: GridStanding) => boolean) => standing.filter(test).length
  const answered = asks.map(
    (asked) => `${POST_LABELS[asked]}${count(({ posts }) => posts.some(({ post, step }) => post === asked && step))}`,
  )
  const photos = standing.reduce((sum, grid) => sum + grid.photos, 0)
  return [
    `发到${count(({ saidAt }) => saidAt !== undefined)}/${standing.length}`,
    ...(answered.length > 0 ? [`回话：${answered.join('、')}`] : []),
    `在办${count(({ onItAt }) => onItAt !== undefined)}`,
    `完成${count(({ doneAt }) => doneAt !== undefined)}`,
    `照片${photos}张`,
  ].join('，')
}

function labels(posts: readonly Post[]): string {
  return posts.map((post) => POST_LABELS[post]).join('、')
}

function cut(text: string, most: number): string {
  const signs = [...text]
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text
}
