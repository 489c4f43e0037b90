import { describe, expect, it } from 'vitest'
import { type RoleWords, readRoleWords } from '../../src/community/role-words.ts'

const table: [string, RoleWords][] = [
  ['网格员 3', { kind: 'GRID_WORKER', grid: 3 }],
  ['网格员3', { kind: 'GRID_WORKER', grid: 3 }],
  ['网格员　３', { kind: 'GRID_WORKER', grid: 3 }],
  ['网格员 第三网格', { kind: 'GRID_WORKER', grid: 3 }],
  ['3网格网格员', { kind: 'GRID_WORKER', grid: 3 }],
  ['12号网格的网格员', { kind: 'GRID_WORKER', grid: 12 }],
  ['副网格员 3', { kind: 'GRID_WORKER', grid: 3, post: 'deputy' }],
  ['3网格副网格员', { kind: 'GRID_WORKER', grid: 3, post: 'deputy' }],
  ['3网格负责人', { kind: 'GRID_WORKER', grid: 3, post: 'lead' }],
  ['负责人 3', { kind: 'GRID_WORKER', grid: 3, post: 'lead' }],
  ['书记', { kind: 'SECRETARY' }],
  ['社区工作人员', { kind: 'STAFF' }],
  ['工作人员', { kind: 'STAFF' }],
  ['讲师', { kind: 'LECTURER' }],
  ['红娘', { kind: 'MATCHMAKER' }],
  ['志愿者', { kind: 'VOLUNTEER' }],
  ['志愿者 3', { kind: 'VOLUNTEER', grid: 3 }],
  ['3网格志愿者', { kind: 'VOLUNTEER', grid: 3 }],
  ['联系人 交警', { kind: 'UNIT_CONTACT', unit: '交警' }],
  ['联系人：安顺物业', { kind: 'UNIT_CONTACT', unit: '安顺物业' }],
  ['联系人 物业 3网格', { kind: 'UNIT_CONTACT', unit: '物业', grid: 3 }],
  ['安顺物业第三网格的联系人', { kind: 'UNIT_CONTACT', unit: '安顺物业', grid: 3 }],
  ['交警中队联系人', { kind: 'UNIT_CONTACT', unit: '交警中队' }],
  ['物业的联系人', { kind: 'UNIT_CONTACT', unit: '物业' }],
]

describe('roles in words', () => {
  it.each(table)('%s', (text, role) => {
    expect(readRoleWords(text)).toEqual(role)
  })

  it.each(['', '网格员', '网格员 三楼', '副书记', '大书记', '联系人', 'constructor', '3', '书记 3'])(
    '“%s” is no role',
    (text) => {
      expect(readRoleWords(text)).toBeUndefined()
    },
  )
})
