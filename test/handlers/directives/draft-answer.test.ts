import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DraftAnswer, draftAnswer } from '../../../src/handlers/directives/draft-answer.ts'

const answers: [string, DraftAnswer][] = [
  ['确认', { do: 'confirm' }],
  ['确认。', { do: 'confirm' }],
  ['确认发送', { do: 'confirm' }],
  ['確認', { do: 'confirm' }],
  ['发吧', { do: 'confirm' }],
  ['确认 方书记', { do: 'confirm', approvedBy: '方书记' }],
  ['确认 方书记批准', { do: 'confirm', approvedBy: '方书记' }],
  ['确认，由方书记同意', { do: 'confirm', approvedBy: '方书记' }],
  ['取消', { do: 'cancel' }],
  ['不发了', { do: 'cancel' }],
  ['改 今天下午停水', { do: 'text', text: '今天下午停水' }],
  ['改成：\n第一行\n第二行', { do: 'text', text: '第一行\n第二行' }],
  ['时间 明天9点', { do: 'when', words: '明天9点' }],
  ['推迟到明天9点', { do: 'when', words: '明天9点' }],
  ['现在发', { do: 'when', words: '现在' }],
  ['范围 1,3', { do: 'scope', words: '1,3' }],
  ['发给全部', { do: 'scope', words: '全部' }],
  ['要点 2 物业今天17点前清理', { do: 'point', number: 2, words: '物业今天17点前清理' }],
  ['要点删2', { do: 'point', number: 2, words: undefined }],
  ['要点 加 居民配合', { do: 'add point', words: '居民配合' }],
  ['回执 网格员、物业', { do: 'asks', asks: ['worker', 'property'] }],
  ['回执 不用', { do: 'asks', asks: [] }],
  ['提醒 15 30 40 60', { do: 'times', times: { remind: 15, prompt: 30, missing: 40, table: 60 } }],
  ['紧急', { do: 'urgent', urgent: true }],
  ['不急', { do: 'urgent', urgent: false }],
]

describe('an answer to a preview', () => {
  it.each(answers)('%s', (text, answer) => {
    expect(draftAnswer(text)).toEqual(answer)
  })

  it.each([
    '',
    '确认一下',
    '确认码',
    '改天再说',
    '时间不早了',
    '不',
    '收到',
    '提醒 30 20 10 5',
    '提醒 1 2 3',
    '回执 居民',
    '紧急集合',
  ])('“%s” is none', (text) => {
    expect(draftAnswer(text)).toBeUndefined()
  })

  it('never throws, whatever is said', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void draftAnswer(text)))
  })
})
