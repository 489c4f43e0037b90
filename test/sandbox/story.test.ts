import { describe, expect, it } from 'vitest'
import { playStory, type Story, type StoryProgress, type StoryStage } from '../../src/sandbox/story.ts'
import { crossingOfFewWords } from './fake-bot.ts'

/** A stage whose bot says what it is told to, as answers to what people say. */
function paperStage(answer: (text: string, chat: string) => readonly (readonly [chat: string, text: string])[]) {
  const happened: string[] = []
  const said: { chat: string; text: string }[] = []
  const stage: StoryStage = {
    now: () => new Date('2026-06-03T01:00:00Z'),
    async says(who, chat, text, quoted) {
      happened.push(`${who}@${chat}: ${quoted === undefined ? '' : `[${quoted}] `}${text}`)
      for (const [where, words] of answer(text, chat)) said.push({ chat: where, text: words })
    },
    async sendsPicture(who, chat, picture) {
      happened.push(`${who}@${chat}: ${picture.name} ${picture.bytes.length}`)
    },
    async moveClock(move) {
      happened.push(move)
    },
    mark: () => said.length,
    async waitFor(chat, pattern, since) {
      return said.slice(since).find((one) => one.chat === chat && pattern.test(one.text))?.text
    },
    latest: (chat, pattern) => said.findLast((one) => one.chat === chat && pattern.test(one.text))?.text,
  }
  return { stage, happened }
}

const story: Story<'ma', 'grid'> = {
  id: 'short',
  title: '短',
  about: '短',
  people: { ma: 'ma-1' },
  chats: { grid: 'g@1' },
  steps: [
    { clock: 'next-09:00' },
    { caption: '开始' },
    { who: 'ma', chat: 'grid', says: '/报事 x', expect: [{ chat: 'grid', text: /已登记/, card: true }] },
    { who: 'ma', chat: 'grid', says: '我也有', quote: 'card', expect: [{ chat: 'private', text: /^#{n} 收到/ }] },
    { who: 'ma', chat: 'private', says: '/延期 {n} {+10d} {today}', quote: 'latest' },
    { who: 'ma', chat: 'grid', picture: { name: 'a.png', bytes: () => new Uint8Array(3) } },
  ],
}

const obliging = (text: string) =>
  text.startsWith('/报事')
    ? ([['g@1', '已登记 #12\n灯']] as const)
    : ([
        ['ma-1', '#122 收到'],
        ['ma-1', '#12 收到'],
      ] as const)

describe('playing a story', () => {
  it('captures the number, quotes the card, fills in dates', async () => {
    const { stage, happened } = paperStage(obliging)
    const result = await playStory(story, stage)
    expect(result).toEqual({ outcome: 'done', number: '12', missed: [] })
    expect(happened).toEqual([
      'next-09:00',
      'ma-1@g@1: /报事 x',
      'ma-1@g@1: [已登记 #12\n灯] 我也有',
      'ma-1@ma-1: [#12 收到] /延期 12 6月13日 6月3日',
      'ma-1@g@1: a.png 3',
    ])
  })

  it('goes on when the bot leaves something unsaid, and tells what', async () => {
    const { stage } = paperStage((text) => (text.startsWith('/报事') ? [['g@1', '已登记 #12']] : []))
    const result = await playStory(story, stage)
    expect(result.outcome).toBe('done')
    expect(result.missed.map(({ step, chat, pattern }) => [step, chat, pattern.source])).toEqual([
      [3, 'ma-1', '^#12 收到'],
    ])
  })

  it('breaks off when the issue never gets its number', async () => {
    const { stage, happened } = paperStage(() => [])
    expect((await playStory(story, stage)).outcome).toBe('broken')
    expect(happened.at(-1)).toBe('ma-1@g@1: 我也有')
  })

  it('stops between steps, and tells where it is', async () => {
    const { stage, happened } = paperStage(obliging)
    const abort = new AbortController()
    const told: StoryProgress[] = []
    const result = await playStory(story, stage, {
      signal: abort.signal,
      progress: (progress) => {
        told.push(progress)
        if (progress.step === 2) abort.abort()
      },
    })
    expect(result.outcome).toBe('stopped')
    expect(happened).toEqual(['next-09:00', 'ma-1@g@1: /报事 x'])
    expect(told.map(({ step, chat, caption }) => [step, chat, caption])).toEqual([
      [0, undefined, undefined],
      [1, undefined, '开始'],
      [2, 'g@1', undefined],
    ])
  })
})

it('the crossing story asks for nothing that its cast cannot do', async () => {
  const { stage, happened } = paperStage((text) => [
    ['grid-03@chatroom', text.startsWith('/报事') ? '已登记 #7' : '#7 已受理'],
    ['staff@chatroom', '#7'],
    ['traffic@chatroom', '#7'],
    ['chen', '#7'],
  ])
  const result = await playStory(crossingOfFewWords, stage)
  expect(result).toEqual({ outcome: 'done', number: '7', missed: [] })
  expect(happened.join('\n')).not.toMatch(/\{/)
})
