import { describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { wordingOf } from '../../src/chat/wording.ts'
import { type FaqRequest, faqRequest } from '../../src/handlers/faq-request.ts'

function requestIn(text: string): FaqRequest {
  // The argument looks at the words alone.
  const message = {} as IncomingMessage
  const read = faqRequest().read({ rest: wordingOf(text), quotedNumbers: [], message, now: new Date() })
  if (!read.ok) throw new Error(read.problem)
  return read.value
}

describe('what somebody wants of the 问答 list', () => {
  it.each([
    '加 居住证怎么办\n带身份证。',
    '加\n居住证怎么办\n带身份证。',
    '加：居住证怎么办\n\n带身份证。',
    '加居住证怎么办\n带身份证。',
    '添加 问：居住证怎么办\n答：带身份证。',
    '新增 问：居住证怎么办 答：带身份证。',
    '加 居住证怎么办｜带身份证。',
    'add 居住证怎么办\r\n带身份证。',
  ])('adds: %j', (text) => {
    expect(requestIn(text)).toEqual({ do: 'add', question: '居住证怎么办', answer: '带身份证。' })
  })

  it('keeps a question mark with the question, and the lines of an answer', () => {
    expect(requestIn('加 居住证怎么办？带身份证')).toEqual({
      do: 'add',
      question: '居住证怎么办？',
      answer: '带身份证',
    })
    expect(requestIn('加 怎么办\n1. 这样\n2. 那样')).toEqual({
      do: 'add',
      question: '怎么办',
      answer: '1. 这样\n2. 那样',
    })
  })

  it.each([
    '改 3 新的答案',
    '改3 新的答案',
    '改 第3条 新的答案',
    '改 #3：新的答案',
    '修改 ３ 答：新的答案',
    '改 3⏎新的答案',
  ])('changes: %s', (text) => {
    expect(requestIn(text.replace('⏎', '\n'))).toEqual({ do: 'change', number: 3, answer: '新的答案' })
  })

  it.each(['删 3', '删3', '删除 第3条', '删掉 #3', '删 3。'])('removes: %s', (text) => {
    expect(requestIn(text)).toEqual({ do: 'remove', number: 3 })
  })

  it.each([
    ['', { do: 'list', page: 1 }],
    ['列表', { do: 'list', page: 1 }],
    ['列表 2', { do: 'list', page: 2 }],
    ['全部 第2页', { do: 'list', page: 2 }],
    ['3', { do: 'show', number: 3, words: '3' }],
    ['第3条', { do: 'show', number: 3, words: '第3条' }],
    ['收录', { do: 'collect', question: undefined }],
    ['收录 停水时间', { do: 'collect', question: '停水时间' }],
  ] as const)('reads %j', (text, request) => {
    expect(requestIn(text)).toEqual(request)
  })

  it.each(['加', '加 居住证怎么办', '加 \n', '改', '改 3', '改 居住证', '删', '删除'])(
    'misses something in %j',
    (text) => {
      expect(requestIn(text).do).toBe('unclear')
    },
  )

  it.each([
    '居住证怎么办',
    '加油站在哪里',
    '加班车几点\n有人知道吗',
    '改名字要什么材料',
    '改2026年的合同找谁',
    '删除个人信息怎么弄',
    '收录音机的几点来',
    '全部车位都租完了吗',
    '3号楼什么时候停水',
    '列表格要带什么',
  ])('takes for a question: %s', (text) => {
    expect(requestIn(text)).toEqual({ do: 'ask', words: text })
  })
})
