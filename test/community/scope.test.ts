import { describe, expect, it } from 'vitest'
import { Places } from '../../src/community/places.ts'
import { readScope } from '../../src/community/scope.ts'
import type { Building, Compound, Grid } from '../../src/database/types.ts'

const grids: Grid[] = Array.from({ length: 12 }, (_, at) => ({
  id: at + 101,
  communityId: 1,
  number: at + 1,
  name: `第${at + 1}网格`,
}))
const building = (compoundId: number, number: number, grid: number): Building => ({
  id: compoundId * 100 + number,
  compoundId,
  gridId: grid + 100,
  code: String(number),
  name: `${number}号楼`,
  number,
  entrances: 1,
  households: 0,
})
const compound = (
  id: number,
  name: string,
  aliases: string[],
  buildings: Building[],
): Compound & { buildings: Building[] } => ({
  id,
  communityId: 1,
  code: `c${id}`,
  name,
  aliases,
  buildings,
})
const places = new Places(grids, [
  compound(
    1,
    '向阳小区',
    ['向阳院'],
    [1, 2, 3, 4, 5, 6].map((number) => building(1, number, number < 5 ? 3 : 4)),
  ),
  compound(
    2,
    '春和里',
    [],
    [1, 2, 3].map((number) => building(2, number, 1)),
  ),
])

const read: [string, string, number[]][] = [
  ['全部', '全部网格', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ['全部网格 明早9点', '全部网格', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ['所有网格群', '全部网格', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ['3', '3号网格', [3]],
  ['3号网格', '3号网格', [3]],
  ['第三网格', '3号网格', [3]],
  ['1,3,5-8', '1、3、5-8号网格', [1, 3, 5, 6, 7, 8]],
  ['1, 3, 5', '1、3、5号网格', [1, 3, 5]],
  ['1、3和5网格', '1、3、5号网格', [1, 3, 5]],
  ['1网格、3网格', '1、3号网格', [1, 3]],
  ['5到8 明早9点', '5-8号网格', [5, 6, 7, 8]],
  ['3,3,3', '3号网格', [3]],
  ['向阳小区', '向阳小区', [3, 4]],
  ['向阳院1-4号楼', '向阳院1-4号楼', [3]],
  ['向阳小区3号楼、6号楼 明早9点', '向阳小区3号楼、6号楼', [3, 4]],
  ['向阳小区、春和里', '向阳小区、春和里', [1, 3, 4]],
]

const refused: [string, RegExp][] = [
  ['', /请写上发给谁/],
  ['大家', /请写上发给谁/],
  ['13', /没有13号网格。本社区的网格有：1-12/],
  ['1-20', /没有13-20号网格/],
  ['8-5', /前后反了/],
  ['3号楼', /请写上发给谁/],
  ['向阳小区1-9号楼', /没有7-9号楼/],
  ['1-9999', /没有13-22号网格/],
]

describe('for whom something is meant', () => {
  it.each(read)('%s', (text, words, numbers) => {
    const found = readScope(text, places)
    expect(found).toMatchObject({ ok: true, scope: { words, gridIds: numbers.map((number) => number + 100) } })
  })

  it('reads no more than that', () => {
    const found = readScope('1,3 5号楼停水', places)
    expect(found.ok && '1,3 5号楼停水'.slice(found.length)).toBe(' 5号楼停水')
  })

  it.each(refused)('“%s” is asked about', (text, problem) => {
    const found = readScope(text, places)
    expect(found.ok ? '' : found.problem).toMatch(problem)
  })
})
