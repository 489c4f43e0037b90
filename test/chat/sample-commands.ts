import {
  issueNumber,
  mentionedPerson,
  moment,
  oneOf,
  optionalIssueNumber,
  optionalMoment,
  optionalWord,
  optionalWords,
  ownWords,
  word,
} from '../../src/chat/arguments.ts'
import { type Arguments, type Command, command } from '../../src/chat/command.ts'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { indexCommands, type Parsed, parseCommand } from '../../src/chat/parser.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../../src/ids.ts'

/** 2026-06-03 10:00 in Shanghai, a Wednesday. */
export const NOW = new Date('2026-06-03T02:00:00Z')

type Declaration<A extends Arguments> = Partial<Omit<Command<unknown, A>, 'name' | 'args' | 'run'>> & {
  readonly name: string
  readonly args: A
}

export function declare<A extends Arguments>(declaration: Declaration<A>): Command<unknown> {
  return command<unknown, A>({
    aliases: [],
    what: '试一试',
    example: `/${declaration.name}`,
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    run: async () => {},
    ...declaration,
  })
}

export const SAMPLE: readonly Command<unknown>[] = [
  declare({ name: '帮助', aliases: ['help', 'bz', '?'], args: { about: optionalWord('命令') } }),
  declare({
    name: '报事',
    aliases: ['报修', 'issue', 'bs'],
    what: '报告身边的事',
    example: '/报事 3号楼2单元楼道灯不亮',
    args: { words: ownWords('地点和情况') },
    takesPhotos: true,
  }),
  declare({ name: '进度', aliases: ['status', 'jd'], args: { number: optionalIssueNumber() } }),
  declare({ name: '补充', aliases: ['bc'], args: { number: issueNumber(), words: ownWords('补充的内容') } }),
  declare({ name: '附议', aliases: ['+1', '我也有', 'fy'], args: { number: issueNumber() }, bare: /^(?:\+1|我也有)/ }),
  declare({
    name: '评价',
    aliases: ['rate', 'pj'],
    example: '/评价 128 满意',
    args: {
      number: issueNumber(),
      rating: oneOf('评价', { 满意: 'SATISFIED', 很满意: 'SATISFIED', 基本满意: 'MOSTLY', 不满意: 'NOT' }),
      words: optionalWords('话'),
    },
    usage: '/评价 <号> <满意|基本满意|不满意> [话]',
    bare: /^(?:很满意|满意|基本满意|不满意)/g,
  }),
  declare({ name: '报名', aliases: ['join', 'bm'], args: { course: word('课') } }),
  declare({ name: '取消报名', aliases: ['qx'], args: { course: word('课') } }),
  declare({ name: '我的资料', aliases: ['mydata'], where: 'private', args: {} }),
  declare({
    name: '受理',
    aliases: ['accept', 'sl'],
    what: '把事项接下来办',
    example: '/受理 128',
    section: 'worker',
    who: ['worker', 'staff'],
    args: { number: issueNumber() },
  }),
  declare({
    name: '并案',
    aliases: ['merge'],
    section: 'worker',
    who: ['worker', 'staff'],
    args: { number: issueNumber({ beforeAnother: true }), parent: issueNumber({ label: '主号', fromCard: false }) },
  }),
  declare({
    name: '延期',
    aliases: ['extend'],
    section: 'unit',
    who: ['unit'],
    args: { number: issueNumber(), until: moment('日期'), reason: ownWords('原因') },
  }),
  declare({
    name: '派单',
    aliases: ['dispatch', 'pd'],
    section: 'staff',
    who: ['staff', 'secretary'],
    args: { number: issueNumber(), unit: word('单位'), until: optionalMoment('期限') },
  }),
  declare({
    name: '任命',
    aliases: ['appoint'],
    section: 'staff',
    who: ['secretary'],
    where: 'group',
    args: {
      person: mentionedPerson(),
      role: oneOf('角色', { 网格员: 'GRID_WORKER', 书记: 'SECRETARY' }),
      grid: optionalWord('网格号'),
    },
  }),
  declare({
    name: '绑定',
    aliases: ['bind'],
    section: 'staff',
    who: ['staff'],
    where: 'group',
    args: { grid: word('网格号') },
  }),
]

export const INDEX = indexCommands(SAMPLE)

export interface Said {
  readonly private?: boolean
  readonly mentionsBot?: boolean
  readonly mentions?: IncomingMessage['mentions']
  /** the text of the bot's card that is quoted */
  readonly card?: string
  /** the text of somebody else's message that is quoted */
  readonly quoted?: string
}

export function message(text: string, said: Said = {}): IncomingMessage {
  const quoted = said.card ?? said.quoted
  return {
    account: 'bot' as AccountId,
    id: 'm1' as MessageId,
    chat: { kind: said.private ? 'private' : 'group', id: 'c1' as ChatId },
    topic: said.private ? '' : '玉成三网格群',
    sender: { id: 'p1' as ContactId, name: '马先生' },
    at: NOW,
    text,
    mentionsBot: said.mentionsBot ?? false,
    mentions: said.mentions ?? [],
    quotation: quoted === undefined ? undefined : { author: '某某', text: quoted, fromBot: said.card !== undefined },
  }
}

export function parse(text: string, said: Said = {}): Parsed<unknown> {
  return parseCommand(INDEX, message(text, said), NOW)
}

/** What was understood in one line, for tables: `报事 {"words":"x"}`, `none`, `unknown 报是 → 报事`, `incomplete 受理`. */
export function outcome(text: string, said: Said = {}): string {
  const parsed = parse(text, said)
  if (parsed.kind === 'understood') return `${parsed.command.name} ${JSON.stringify(parsed.values)}`
  if (parsed.kind === 'incomplete') return `incomplete ${parsed.command.name}`
  if (parsed.kind === 'unknown') return `unknown ${parsed.typed} → ${parsed.nearest?.name ?? '-'}`
  return 'none'
}

export function contact(id: string, name: string): { readonly id: ContactId; readonly name: string } {
  return { id: id as ContactId, name }
}
