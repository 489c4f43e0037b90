import { describe, expect, test } from 'vitest'
import { issueNumber, ownWords } from '../../src/chat/arguments.ts'
import type { Audience, Command, Section } from '../../src/chat/command.ts'
import {
  answerToIncomplete,
  answerToUnknown,
  answerToWrongPlace,
  commandTable,
  helpFor,
  helpText,
  whoMay,
} from '../../src/chat/help.ts'
import { findCommand } from '../../src/chat/parser.ts'
import { declare, INDEX, parse, SAMPLE } from './sample-commands.ts'

function sample(name: string): Command<unknown> {
  const command = findCommand(INDEX, name)
  if (!command) throw new Error(`no ${name} in the sample`)
  return command
}

/** Width in half Chinese characters, counted the slow and plain way. */
function width(line: string): number {
  return [...line].map((sign) => (sign.charCodeAt(0) < 128 ? 1 : 2)).reduce((sum: number, each) => sum + each, 0)
}

describe('help', () => {
  test('shows a resident what a resident may use there', () => {
    const inGroup = helpText(SAMPLE, { audiences: [], where: 'group' })
    expect(inGroup).toContain('/报事 <地点和情况> — 报告身边的事')
    expect(inGroup).not.toMatch(/受理|延期|派单|任命|我的资料|【/)
    expect(helpText(SAMPLE, { audiences: ['everybody'], where: 'private' })).toContain('/我的资料')
  })

  test.each<[Audience, string[], string[]]>([
    ['worker', ['受理', '并案'], ['延期', '派单', '任命', '绑定']],
    ['unit', ['延期'], ['受理', '派单', '任命', '绑定']],
    ['staff', ['受理', '并案', '派单', '绑定'], ['延期', '任命']],
    ['secretary', ['派单', '任命'], ['受理', '延期', '绑定']],
  ])('shows %s theirs', (hat, shown, hidden) => {
    const text = helpText(SAMPLE, { audiences: new Set([hat]), where: 'group' })
    for (const name of shown) expect(text).toContain(`/${name}`)
    for (const name of hidden) expect(text).not.toContain(`/${name}`)
    expect(text).toContain('【大家都能用】')
  })

  test('in private leaves out what belongs in a group', () => {
    expect(helpText(SAMPLE, { audiences: ['staff'], where: 'private' })).not.toContain('绑定')
  })

  const sections: Section[] = ['everybody', 'worker', 'unit', 'staff']
  /** Two characters, as most names have, and four now and then. */
  const nameOf = (section: Section, index: number) =>
    `${index % 6 === 5 ? '取消' : ''}${String.fromCodePoint(0x5000 + sections.indexOf(section) * 100 + index)}事`
  const many = (each: number) =>
    sections.flatMap((section) =>
      Array.from({ length: each }, (_, index) =>
        declare({
          name: nameOf(section, index),
          what: '十二个字的说明十二个字的',
          section,
          who: [section],
          args: { number: issueNumber(), reason: ownWords('原因和下一步打算怎么办') },
        }),
      ),
    )

  test.each([1, 3, 5, 6, 12, 19])('of %i commands in each section fits one screen and misses none', (each) => {
    const commands = many(each)
    const text = helpText(commands, { audiences: ['worker', 'unit', 'staff', 'secretary'], where: 'group' })
    for (const { name } of commands) expect(text).toContain(`/${name}`)
    const lines = text.split('\n')
    expect(lines.length).toBeLessThanOrEqual(20)
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(44)
    expect(lines.at(-1)).toContain('/帮助')
  })

  test('shrinks no more than it must', () => {
    const text = helpText([...many(6), ...SAMPLE.slice(0, 1)], { audiences: ['worker'], where: 'group' })
    expect(text.split('\n').filter((line) => line.includes(' — '))).toHaveLength(13)
  })

  test('lists what several may do among what the reader’s own people do', () => {
    const text = helpText(SAMPLE, { audiences: ['staff'], where: 'group' })
    expect(text).not.toContain('【网格员】')
    expect(text.indexOf('/受理')).toBeGreaterThan(text.indexOf('【社区工作人员】'))
  })

  test('for one command tells all of it', () => {
    expect(helpFor(sample('受理'))).toBe(
      [
        '/受理 <号>',
        '把事项接下来办',
        '例子：/受理 128',
        '也可以写：/accept /sl',
        '谁可以用：网格员和社区工作人员',
        '在哪里用：群里、私聊',
      ].join('\n'),
    )
    expect(helpFor(sample('任命'))).toContain('谁可以用：书记\n在哪里用：群里')
    expect(helpFor(declare({ name: '甲', args: {} }))).not.toContain('也可以写')
  })
})

test.each<[Audience[], string]>([
  [['everybody'], '所有人'],
  [['worker', 'everybody'], '所有人'],
  [['worker', 'staff'], '网格员和社区工作人员'],
  [['worker', 'unit', 'staff', 'secretary'], '网格员、责任单位、社区工作人员和书记'],
  [['secretary', 'secretary'], '书记'],
])('%j are %s', (audiences, people) => {
  expect(whoMay(audiences)).toBe(people)
})

describe('answers', () => {
  test('to what is incomplete', () => {
    const parsed = parse('/受理')
    expect(parsed.kind === 'incomplete' && answerToIncomplete(parsed)).toBe(
      '请写上事项编号；引用小格的卡片时可以不写。编号发 /待办 能看到。\n写法：/受理 <号>\n例子：/受理 128',
    )
  })

  test('to what is unknown', () => {
    const near = parse('/报是 灯坏了')
    const far = parse('/你好', { private: true })
    expect(near.kind === 'unknown' && answerToUnknown(near)).toBe(
      '没有 /报是 这个命令。您要的是 /报事 吗？\n例子：/报事 3号楼2单元楼道灯不亮',
    )
    expect(far.kind === 'unknown' && answerToUnknown(far)).toBe('没有 /你好 这个命令。发 /帮助 看看小格能做什么。')
  })

  test('to what is said in the wrong place', () => {
    expect(answerToWrongPlace(sample('我的资料'))).toBe('/我的资料 请私聊小格发。')
    expect(answerToWrongPlace(sample('绑定'))).toBe('/绑定 请到群里发。')
  })
})

describe('the table for the handbook', () => {
  const rows = commandTable(SAMPLE).split('\n')

  test('has a row for each command, in the order of the sections', () => {
    expect(rows[0]).toBe('| 命令 | 别名 | 谁可以用 | 在哪里 | 做什么 | 例子 |')
    expect(rows).toHaveLength(SAMPLE.length + 2)
    expect(rows.find((row) => row.includes('/受理'))).toBe(
      '| `/受理 <号>` | `/accept` `/sl` | 网格员和社区工作人员 | 群里、私聊 | 把事项接下来办 | `/受理 128` |',
    )
    const turned = commandTable([...SAMPLE].reverse()).split('\n')
    expect(turned.findIndex((row) => row.includes('/报事'))).toBeLessThan(
      turned.findIndex((row) => row.includes('/任命')),
    )
  })

  test('escapes what would break a cell', () => {
    const broken = declare({ name: '转发', usage: '/转发 <全部|网格号>\n正文', what: '甲|乙', args: {} })
    const row = commandTable([broken]).split('\n')[2] ?? ''
    expect(row).toContain('`/转发 <全部\\|网格号> ⏎ 正文` |')
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(7)
  })
})
