import { describe, expect, it } from 'vitest'
import type { CommunityFile } from '../../src/community/file.ts'
import { inhabitants, populated } from '../../src/sandbox/inhabitants.ts'

const bare: CommunityFile = {
  code: 'mine',
  name: '我的社区',
  example: false,
  grids: [
    { number: 1, name: '一网格' },
    { number: 11, name: '十一网格' },
  ],
  compounds: [],
  units: [{ code: 'wy', name: '物业', aliases: [], kind: 'PROPERTY', grids: undefined }],
  people: [],
  groups: [],
  courses: [],
  wishes: [],
  calendar: {},
}

describe('a community file without people', () => {
  it('is populated so that its sandbox can be used: everybody in the groups of their own', () => {
    const { people, groups } = inhabitants([populated(bare)])

    expect(people.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      '1号网格居民 resident',
      '11号网格居民 resident',
      '1号网格员 worker',
      '11号网格员 worker',
      '1号网格志愿者 helper',
      '11号网格志愿者 helper',
      '书记 staff',
      '物业联系人 unit',
    ])
    expect(Object.fromEntries(groups.map(({ topic, members }) => [topic, members]))).toEqual({
      我的社区1网格群: ['mine-secretary', 'mine-worker-1', 'mine-volunteer-1', 'mine-resident-1'],
      我的社区11网格群: ['mine-secretary', 'mine-worker-11', 'mine-volunteer-11', 'mine-resident-11'],
      我的社区工作群: ['mine-secretary', 'mine-worker-1', 'mine-worker-11'],
      我的社区·物业: ['mine-secretary', 'mine-unit-wy'],
    })
  })

  it('is left alone when it names its own', () => {
    const file = { ...bare, people: [{ contact: 'a', name: '甲', about: '', friend: true, roles: [] }] }
    expect(populated(file)).toBe(file)
  })
})
