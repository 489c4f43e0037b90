import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCommunityFile } from '../../src/community/file.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { runFolder } from '../run-folder.ts'

/** A small right file. The mistakes below are made in it by exchanging a piece of it. */
const right = `community: test
name: 试验社区
grids:
  - {number: 1, name: 东网格}
  - number: 2
compounds:
  - code: east
    name: 东院
    aliases: [东小区]
    buildings:
      - {numbers: 1-3, grid: 1, entrances: 2, households: 20}
      - {numbers: [4, 6-7], grid: 2}
      - {name: 商住楼, code: shops, grid: 2}
  - {code: west, name: 西院, buildings: [{numbers: 1, grid: 2}]}
units:
  - {code: property, name: 物业公司, aliases: [物业], kind: property, grids: [1]}
people:
  - {contact: li, name: 李敏, roles: [网格员 1]}
  - {contact: wang, name: 王强, roles: [副网格员 1, 联系人 property]}
groups:
  - {chat: g1@chatroom, grid: 1, topic: 一群, members: [li, wang]}
  - {chat: staff@chatroom, staff: true, topic: 工作群, members: [li]}
calendar:
  - {year: 2031, holidays: [2031-01-01, 2031-01-22..2031-01-24, 2031-10-01], workdays: [2031-01-19]}
`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(runFolder(), 'community-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function read(text: string | Uint8Array) {
  const path = join(folder, 'community.yaml')
  await writeFile(path, text)
  return await readCommunityFile(path)
}

async function complaint(text: string | Uint8Array): Promise<string> {
  const error: unknown = await read(text).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof OperatorError)) throw new Error(`expected an OperatorError, got ${String(error)}`)
  return error.message.replace(`${folder}/`, '')
}

describe('a community file', () => {
  it('is read, with its ranges written out', async () => {
    const [file] = await read(right)
    expect(file).toMatchObject({ code: 'test', name: '试验社区', example: false })
    expect(file?.grids).toEqual([
      { number: 1, name: '东网格' },
      { number: 2, name: '第2网格' },
    ])
    expect(file?.compounds[0]?.buildings.map(({ code, name, number, grid }) => [code, name, number, grid])).toEqual([
      ['1', '1号楼', 1, 1],
      ['2', '2号楼', 2, 1],
      ['3', '3号楼', 3, 1],
      ['4', '4号楼', 4, 2],
      ['6', '6号楼', 6, 2],
      ['7', '7号楼', 7, 2],
      ['shops', '商住楼', undefined, 2],
    ])
    expect(file?.units[0]).toMatchObject({ kind: 'PROPERTY', grids: [1] })
    expect(file?.people[1]?.roles).toEqual([
      { kind: 'GRID_WORKER', grid: 1, post: 'deputy' },
      { kind: 'UNIT_CONTACT', unit: 'property' },
    ])
    expect(file?.groups.map(({ target }) => target)).toEqual([{ purpose: 'GRID', grid: 1 }, { purpose: 'STAFF' }])
    expect(file?.calendar).toEqual({
      2031: {
        holidays: ['2031-01-01', '2031-01-22', '2031-01-23', '2031-01-24', '2031-10-01'],
        workdays: ['2031-01-19'],
      },
    })
  })

  it('needs no more than places', async () => {
    const [file] = await read(right.slice(0, right.indexOf('units:')))
    expect(file).toMatchObject({ units: [], people: [], groups: [], calendar: {} })
  })

  it('may use anchors', async () => {
    const [file] = await read(right.replace('[li, wang]', '&all [li, wang]').replace('members: [li]', 'members: *all'))
    expect(file?.groups[1]?.members).toEqual(['li', 'wang'])
  })

  it('may hold several communities', async () => {
    const second = right.replace('community: test', 'community: other').replaceAll('@chatroom', '@elsewhere')
    expect((await read(`${right}---\n${second}`)).map(({ code }) => code)).toEqual(['test', 'other'])
  })

  it.each<[piece: string, instead: string, message: string]>([
    ['name: 试验社区\n', '', '1:1: name: is missing'],
    [
      'community: test',
      'community: Test 1',
      '1:12: community: must be small letters, digits, - or _, at most 40, beginning with a letter or digit',
    ],
    ['name: 试验社区', 'name: 18', '2:7: name: must be text, not 18; put it in quotes'],
    ['name: 试验社区', 'name:', '2:6: name: must be text, not empty'],
    ['name: 试验社区', 'nmae: 试验社区', '2:1: nmae: unknown key; did you mean "name"?'],
    ['    aliases: [东小区]', '    allias: [东小区]', '9:5: compounds[0].allias: unknown key; did you mean "aliases"?'],
    [
      'households: 20',
      'familys_total_xyz: 20',
      '11:47: compounds[0].buildings[0].familys_total_xyz: unknown key; known here: numbers, name, code, grid, entrances, households',
    ],
    ['number: 2', 'number: 1', '5:13: grids[1].number: grid 1 is already on line 4'],
    ['number: 2', 'number: two', '5:13: grids[1].number: must be a whole number, not "two"'],
    ['number: 2', 'number: 0', '5:13: grids[1].number: must be at least 1, not 0'],
    ['6-7], grid: 2', '6-7], grid: 13', '12:35: compounds[0].buildings[1].grid: grid 13 does not exist; grids are 1-2'],
    ['6-7], grid: 2', '6-7]', '12:9: compounds[0].buildings[1].grid: is missing: every building belongs to one grid'],
    ['[4, 6-7]', '[3, 6-7]', '12:19: compounds[0].buildings[1].numbers: building 3 of 东院 is already on line 11'],
    [
      '[4, 6-7]',
      '[4, 6-]',
      '12:19: compounds[0].buildings[1].numbers: "6-" is not a number or a range; write 5, 1-6 or [1, 3, 5-8]',
    ],
    ['[4, 6-7]', '7-6', '12:19: compounds[0].buildings[1].numbers: the range 7-6 runs backwards'],
    ['name: 商住楼, code: shops, ', '', '13:9: compounds[0].buildings[2]: a building needs numbers or a name'],
    [
      'numbers: 1-3',
      'numbers: 1-3, name: 文昌楼',
      '11:30: compounds[0].buildings[0].name: a name of its own is for one building; this line has several',
    ],
    [
      'households: 20',
      'households: many',
      '11:59: compounds[0].buildings[0].households: must be a whole number, not "many"',
    ],
    ['code: west', 'code: east', '14:12: compounds[1].code: compound east is already on line 7'],
    ['name: 西院', 'name: 东小区', '14:24: compounds[1].name: the compound name 东小区 is already on line 9'],
    [
      '[东小区]',
      '[东]',
      '9:15: compounds[0].aliases[0]: is too short: an alias of one character would be found in every message',
    ],
    ['buildings: [{numbers: 1, grid: 2}]', 'buildings: 5', '14:39: compounds[1].buildings: must be a list, not 5'],
    [
      'kind: property',
      'kind: proprety',
      '16:55: units[0].kind: must be one of property, police, utility, government, other, not "proprety"; did you mean "property"?',
    ],
    ['grids: [1]', 'grids: [1, 9]', '16:72: units[0].grids: grid 9 does not exist; grids are 1-2'],
    ['contact: wang', 'contact: li', '19:15: people[1].contact: contact li is already on line 18'],
    [
      '副网格员 1,',
      '网格员 1,',
      '19:39: people[1].roles[0]: grid 1 already has its lead grid worker on line 18; write 副网格员 1 for a deputy',
    ],
    ['[网格员 1]', '[网格员 7]', '18:37: people[0].roles[0]: grid 7 does not exist; grids are 1-2'],
    [
      '[网格员 1]',
      '[管家]',
      '18:37: people[0].roles[0]: "管家" is not a role; write 网格员 3, 副网格员 3, 工作人员, 书记, 讲师, 红娘, 志愿者, 志愿者 3, 联系人 <unit> or 联系人 <unit> 3网格',
    ],
    ['[网格员 1]', '[书记, 书记]', '18:41: people[0].roles[1]: the role 书记 of 李敏 is already on line 18'],
    [
      '联系人 property',
      '联系人 propety',
      '19:47: people[1].roles[1]: there is no unit "propety"; did you mean "property"?',
    ],
    ['g1@chatroom', 'g1', '21:12: groups[0].chat: must contain an @, as group ids do'],
    ['staff@chatroom', 'g1@chatroom', '22:12: groups[1].chat: group g1@chatroom is already on line 21'],
    ['staff: true, ', '', '22:5: groups[1]: a group is for one of grid: <number>, staff: true or unit: <code>'],
    [
      'staff: true',
      'staff: true, grid: 1',
      '22:5: groups[1]: a group is for one of grid: <number>, staff: true or unit: <code>',
    ],
    [
      '[li, wang]',
      '[li, wagn]',
      '21:59: groups[0].members[1]: there is no person with contact "wagn"; did you mean "wang"?',
    ],
    [
      '[2031-01-19]',
      '[2031-02-30]',
      '24:89: calendar[0].workdays[0]: "2031-02-30" is not a date; write 2031-01-01 or 2031-01-22..2031-01-28',
    ],
    ['[2031-01-19]', '[2031-01-23]', '24:89: calendar[0].workdays[0]: 2031-01-23 is already on line 24'],
    ['[2031-01-19]', '[2032-01-19]', '24:89: calendar[0].workdays[0]: "2032-01-19" is not in 2031'],
    [
      ', 2031-10-01]',
      ']',
      '24:5: calendar[0]: the official calendar of 2031 is not built in, so list the whole year, 1 January and 1 October among it',
    ],
    ['name: 试验社区', 'name: *gone', '2:7: not valid YAML: there is no anchor &gone before this'],
    ['name: 试验社区', 'name: !secret 试验社区', '2:7: not valid YAML: Unresolved tag: !secret'],
    [
      'name: 试验社区',
      'name: 试验社区\n__proto__: {}',
      '3:1: __proto__: unknown key; known here: community, name, example, grids, compounds, units, people, groups, courses, wishes, calendar',
    ],
    [
      'name: 试验社区',
      'name: 试验社区\n? [a, b]\n: c',
      '1:1: [ a, b ]: unknown key; known here: community, name, example, grids, compounds, units, people, groups, courses, wishes, calendar',
    ],
    ['name: 试验社区', 'name: 试验社区\nname: 又一个', '3:1: not valid YAML: Map keys must be unique'],
    ['name: 试验社区', 'name: "试验社区', '25:1: not valid YAML: Missing closing "quote'],
  ])('with “%s” turned into “%s”', async (piece, instead, message) => {
    expect(right).toContain(piece)
    expect(await complaint(right.replace(piece, instead))).toBe(`community.yaml:${message}`)
  })

  it.each([
    ['', 'community.yaml: there is no community in this file'],
    ['# nothing yet\n', 'community.yaml: there is no community in this file'],
    ['just words', 'community.yaml:1:1: must be a set of keys and values, not "just words"'],
    [`${right}---\n${right}`, 'community.yaml:26:12: community: community test is already on line 1'],
    [
      `${right}---\n${right.replace('community: test', 'community: other')}`,
      'community.yaml:46:12: groups[0].chat: group g1@chatroom is already on line 21',
    ],
  ])('that is not one at all (%#)', async (text, message) => {
    expect(await complaint(text)).toBe(message)
  })

  it('may not be a riddle of anchors', async () => {
    const layers = Array.from(
      { length: 9 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(',')}]`,
    )
    const message = await complaint(`l0: &l0 [x]\n${layers.join('\n')}\n`)
    expect(message).toMatch(/^community\.yaml:1:1: not valid YAML: /)
  })

  it('must be UTF-8', async () => {
    const gbk = Uint8Array.of(0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xd3, 0xf1, 0xb3, 0xc9)
    expect(await complaint(gbk)).toBe('community.yaml: the text is not UTF-8; save the file in UTF-8')
  })

  it('must be there, and be a file', async () => {
    await expect(readCommunityFile(join(folder, 'none.yaml'))).rejects.toThrow(
      `cannot read the community file ${folder}/none.yaml: there is no such file; check COMMUNITY_FILE`,
    )
    await expect(readCommunityFile(folder)).rejects.toThrow('this is a folder, not a file')
  })

  it('gets one line, whatever is in it', async () => {
    const pieces = right.split(/(?<=[\n:, [\]{}])/)
    await fc.assert(
      fc.asyncProperty(fc.nat(pieces.length - 1), fc.string(), async (index, instead) => {
        const text = pieces.map((piece, at) => (at === index ? instead : piece)).join('')
        const error: unknown = await read(text).catch((reason: unknown) => reason)
        if (Array.isArray(error)) return
        expect(error).toBeInstanceOf(OperatorError)
        expect(String(error)).not.toContain('\n')
      }),
      { numRuns: 300 },
    )
  })
})
