import { NUMBER_MISSING } from './arguments.ts'
import { type Audience, type Command, type Section, usageOf } from './command.ts'
import type { Incomplete, Unknown } from './parser.ts'

/** What help needs to know of a command; whatever its context is. */
type Described = Pick<
  Command<never>,
  'name' | 'aliases' | 'what' | 'example' | 'section' | 'who' | 'where' | 'args' | 'usage' | 'hidden' | 'discreet'
>

/** To somebody who spoke to the bot and said nothing that it can do something about. */
export const AT_YOUR_SERVICE =
  '小格在。要反映事情，发 /报事 加上地点和情况；要问事情，发 /问答 加上问题；想看还能做什么，发 /帮助。'

export interface HelpFor {
  /** the hats of the person who asks; everybody is always one of them */
  readonly audiences: Iterable<Audience>
  /** where they ask */
  readonly where: 'group' | 'private'
}

/** A telephone shows about so much of one message without scrolling, in letters as large as an old person has them. */
const SCREEN_LINES = 20
/** So many of the reader's own commands are explained even where all together would be too long: the first in the table. */
const EXPLAINED = 8
/** 22 Chinese characters; a Latin letter counts half of one. */
const LINE_WIDTH = 44

const SECTIONS: readonly Section[] = ['everybody', 'worker', 'unit', 'staff']
const HEADINGS: Readonly<Record<Section, string>> = {
  everybody: '大家都能用',
  worker: '网格员',
  unit: '责任单位',
  staff: '社区工作人员',
}
/** What a volunteer or a matchmaker may do beside what everybody may: they are no staff. */
const BESIDES = '您还能用'
const PEOPLE: Readonly<Record<Audience, string>> = {
  everybody: '所有人',
  worker: '网格员',
  unit: '责任单位',
  volunteer: '志愿者',
  matchmaker: '红娘',
  staff: '社区工作人员',
  secretary: '书记',
}
const PLACES: Readonly<Record<Described['where'], string>> = {
  group: '群里',
  private: '私聊',
  both: '群里、私聊',
}

/**
 * The help for one person in one place: only what they may use there, one line for each command under its section's
 * heading. Where that is more than a phone's screen holds, the longest sections shrink to their commands' names, but for the
 * first ones of the reader's own.
 */
export function helpText(commands: readonly Described[], { audiences, where }: HelpFor): string {
  const hats = new Set<Audience>(['everybody', ...audiences])
  const mine = commands.filter(
    ({ hidden, who, where: place }) =>
      !hidden && who.some((hat) => hats.has(hat)) && (place === 'both' || place === where),
  )
  const sections = SECTIONS.map((section) => ({
    heading: section === 'staff' && !hats.has('staff') && !hats.has('secretary') ? BESIDES : HEADINGS[section],
    commands: mine.filter((command) => sectionFor(command, hats) === section),
    compact: false,
    explained: 0,
  })).filter((section) => section.commands.length > 0)
  const last = '发 /帮助 加命令名，看它怎么用。'

  const write = () => [...sections.flatMap((section) => sectionLines(section, sections.length > 1)), last]
  while (write().length > SCREEN_LINES) {
    const open = sections.filter((section) => !section.compact)
    const longest = open.sort((a, b) => b.commands.length - a.commands.length)[0]
    if (!longest) break
    longest.compact = true
  }
  const own = sections.at(-1)
  while (own?.compact && own.explained < EXPLAINED) {
    own.explained += 1
    if (write().length <= SCREEN_LINES) continue
    own.explained -= 1
    break
  }
  return write().join('\n')
}

/** A unit finds /办结 among what units do, though the table has it with the grid workers. */
function sectionFor(command: Described, hats: ReadonlySet<Audience>): Section {
  if (hats.has(command.section)) return command.section
  const own = SECTIONS.find((section) => section !== 'everybody' && hats.has(section) && command.who.includes(section))
  return own ?? (command.who.includes('everybody') ? 'everybody' : 'staff')
}

/** All about one command: for `/帮助 报事`. */
export function helpFor(command: Described): string {
  const lines = [
    usageOf(command),
    command.what,
    `例子：${command.example}`,
    ...(command.aliases.length > 0 ? [`也可以写：${command.aliases.map((alias) => `/${alias}`).join(' ')}`] : []),
    `谁可以用：${whoMay(command.who)}`,
    `在哪里用：${PLACES[command.where]}`,
  ]
  return lines.join('\n')
}

/** 网格员和社区工作人员; 所有人 when everybody is among them. */
export function whoMay(audiences: readonly Audience[]): string {
  const people = audiences.includes('everybody') ? ['everybody' as const] : [...new Set(audiences)]
  const names = people.map((audience) => PEOPLE[audience])
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join('、')}和${names.at(-1)}`
}

/** What to say when an argument is missing: what, how the command is written, and a line to copy. */
export function answerToIncomplete({
  problem,
  usage,
  example,
  command,
}: Pick<Incomplete<never>, 'problem' | 'usage' | 'example'> & {
  readonly command: Pick<Command<never>, 'who'>
}): string {
  const list = command.who.includes('everybody') ? '进度' : '待办'
  const found = problem === NUMBER_MISSING ? `编号发 /${list} 能看到。` : ''
  return [`${problem}${found}`, `写法：${usage}`, `例子：${example}`].join('\n')
}

/** What to say when there is no such command. */
export function answerToUnknown({
  typed,
  nearest,
}: Pick<Unknown<never>, 'typed'> & { nearest: Described | undefined }): string {
  if (!nearest) return `没有 /${typed} 这个命令。发 /帮助 看看小格能做什么。`
  return `没有 /${typed} 这个命令。您要的是 /${nearest.name} 吗？\n例子：${nearest.example}`
}

/** What to say when a command is used where it is not meant to be. Who is no friend of the account is told how to become one. */
export function answerToWrongPlace({ name, where, discreet }: Pick<Described, 'name' | 'where' | 'discreet'>): string {
  if (discreet) return '这个请私聊小格。还没加好友的，点小格头像选“添加到通讯录”就行。'
  return where === 'private' ? `/${name} 请私聊小格发。` : `/${name} 请到群里发。`
}

/** The table of all commands for the handbook, in Markdown, in the order of the sections. */
export function commandTable(commands: readonly Described[]): string {
  const rows = SECTIONS.flatMap((section) => commands.filter((command) => command.section === section)).map(
    (command) => [
      code(usageOf(command)),
      command.aliases.map((alias) => code(`/${alias}`)).join(' '),
      whoMay(command.who),
      PLACES[command.where],
      command.what,
      code(command.example),
    ],
  )
  const head = ['命令', '别名', '谁可以用', '在哪里', '做什么', '例子']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')
}

function sectionLines(
  section: { heading: string; commands: readonly Described[]; compact: boolean; explained: number },
  several: boolean,
): string[] {
  const heading = several ? [`【${section.heading}】`] : []
  if (section.compact) {
    const { commands, explained } = section
    const names = commands.slice(explained).map(({ name }) => `/${name}`)
    if (explained === 0) return foldLines([...heading, ...names])
    return [...heading, ...commands.slice(0, explained).map(helpLine), ...foldLines(names)]
  }
  return [...heading, ...section.commands.map(helpLine)]
}

/** `usage — what`; the arguments give way where the line would be too long, the optional ones first. */
function helpLine(command: Described): string {
  const required = Object.values(command.args).filter((argument) => !argument.optional)
  const first = required[0]
  const name = `/${command.name}`
  const usages = [
    usageOf(command),
    [name, ...required.map(({ label }) => `<${label}>`)].join(' '),
    ...(first ? [`${name} <${first.label}> …`] : []),
    name,
  ]
  const lines = usages.map((usage) => `${usage} — ${command.what}`)
  return lines.find((line) => widthOf(line) <= LINE_WIDTH) ?? name
}

/** Words with blanks between them, as many to a line as fit. */
function foldLines(words: readonly string[]): string[] {
  const lines: string[] = []
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && widthOf(longer) <= LINE_WIDTH) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** In half Chinese characters. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u0020-\u007E]/.test(character) ? 1 : 2), 0)
}

function code(text: string): string {
  return `\`${text}\``
}

function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ').replaceAll('|', '\\|')
}
