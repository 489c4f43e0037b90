import { describe, expect, it } from 'vitest'
import type { BurstPart } from '../../../src/chat/burst.ts'
import { pertinent } from '../../../src/handlers/free-text/pertinent.ts'
import type { MessageId } from '../../../src/ids.ts'
import type { Reading } from '../../../src/understanding/reading.ts'

/** 坏 is a report, unless five lines or a word that takes it back stand beside it; all else is talk. */
function glance(text: string): Reading {
  const drowned = /算了|老家/.test(text) || text.split('\n').length >= 5
  const reported = text.includes('坏') && !drowned
  return {
    kind: reported ? '报事' : '闲聊',
    category: reported ? 'E01' : undefined,
    categoryConfidence: 0.9,
    danger: 0,
    place: undefined,
    confidence: 0.95,
    register: reported ? 'yes' : 'no',
  }
}

const partsOf = (texts: readonly string[]): BurstPart[] =>
  texts.map((text, at) => ({ messageId: `m${at}` as MessageId, at: new Date(0), text }))

describe('what somebody says has to do with one another', () => {
  it.each([
    ['the talk before a report is left out', ['吃了吗', '灯坏了'], ['灯坏了']],
    ['what comes after stays', ['灯坏了', '在二楼'], ['灯坏了', '在二楼']],
    ['talk that would drown it is left out', ['灯坏了', '一', '二', '三', '四'], ['灯坏了']],
    ['what takes it back is not', ['灯坏了', '算了没事'], ['灯坏了', '算了没事']],
    ['nor what places it elsewhere', ['灯坏了', '我说的是我老家那边'], ['灯坏了', '我说的是我老家那边']],
    ['what takes it back counts in the midst of talk', ['灯坏了', '一', '二', '算了', '四'], ['灯坏了', '算了']],
    ['all of it where all is talk', ['吃了吗', '吃了'], ['吃了吗', '吃了']],
  ])('%s', (_, said, kept) => {
    expect(pertinent(partsOf(said), glance).map(({ text }) => text)).toEqual(kept)
  })
})
