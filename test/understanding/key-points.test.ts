import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mark } from '../../src/redaction/mark.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { formatDay, formatMoment } from '../../src/time/format.ts'
import { type KeyPoints, keyPoints } from '../../src/understanding/key-points.ts'
import { createAdviser } from '../../src/understanding/opinion/adviser.ts'
import { FakeEndpoint, json, neverAnswering, saying } from './opinion/fake-endpoint.ts'

/** Wednesday, 3 June 2026, 09:00 in Shanghai. */
const NOW = new Date('2026-06-03T01:00:00Z')

/** A line as staff would read it: who | what | until as written = until as understood. */
function lines({ points }: KeyPoints): string[] {
  return points.map(({ who, what, until }) => {
    const at = until?.at && (until.hasTime ? formatMoment(until.at, NOW) : formatDay(until.at, NOW))
    return [who ?? '–', what, until ? `${until.words} = ${at ?? '?'}` : '–'].join(' | ')
  })
}

describe('要点 by the rules', () => {
  it.each<[string, string, string[]]>([
    [
      'the morning of a directive: who, until when, what is to be sent',
      `各社区：
根据市创文办要求，请各网格员于今天上午9:30前组织物业、志愿者对小区主干道、楼道堆物进行集中清理，10:00前将整治前后对比照片报至工作群。物业公司负责垃圾清运，今晚6点前完成。各社区书记要高度重视，压实责任。联系人：李主任`,
      [
        '各网格员 | 组织物业、志愿者对小区主干道、楼道堆物进行集中清理 | 今天上午9:30前 = 6月3日(周三) 09:30',
        '各网格员 | 将整治前后对比照片报至工作群 | 10:00前 = 6月3日(周三) 10:00',
        '物业公司 | 负责垃圾清运 | 今晚6点前 = 6月3日(周三) 18:00',
      ],
    ],
    [
      'numbered parts, and a heading that names who',
      `工作提示：受强对流天气影响，预计今天下午至夜间有雷暴大风。
一、各网格员立即排查辖区危树、广告牌、临时围挡，发现隐患马上上报。
二、物业公司：1.检查地下车库排水泵；2.备好沙袋、挡水板，15:00前到位。
三、志愿者协助独居老人关好门窗，每日20:00前反馈一次。
收到请回复。`,
      [
        '各网格员 | 排查辖区危树、广告牌、临时围挡 | 立即 = ?',
        '各网格员 | 发现隐患上报 | 马上 = ?',
        '物业公司 | 检查地下车库排水泵 | –',
        '物业公司 | 备好沙袋、挡水板 | 15:00前 = 6月3日(周三) 15:00',
        '志愿者 | 协助独居老人关好门窗，反馈一次 | 每日20:00前 = ?',
      ],
    ],
    [
      'a water cut: over at the end of the span',
      '停水通知：因主管道抢修，6月4日8:00至17:00向阳小区1至9号楼停水，请居民提前储水。给您带来不便，敬请谅解。',
      ['– | 向阳小区1至9号楼停水 | 6月4日8:00至17:00 = 6月4日(周四) 17:00', '居民 | 提前储水 | –'],
    ],
    [
      'one time for everything, and headings in a line',
      `完成时限：6月30日前
（一）全面摸底。各网格对辖区出租房屋逐户登记，做到底数清、情况明。
（二）分类整治。对群租房，由派出所、综合执法队联合检查。`,
      [
        '各网格 | 对辖区出租房屋逐户登记，做到底数清、情况明 | 6月30日前 = 6月30日(周二)',
        '派出所、综合执法队 | 对群租房，联合检查 | 6月30日前 = 6月30日(周二)',
      ],
    ],
    [
      'a meeting, working days, and two who share a sentence',
      '按照街道安排，明天上午9点在社区三楼召开安全生产会议，请各物业经理、商户负责人准时参加，不得请假。会后3个工作日内提交整改报告。楼道飞线由物业负责拆除，电动车由网格员劝导移出，周五下班前完成。',
      [
        '– | 在社区三楼召开安全生产会议 | 明天上午9点 = 6月4日(周四) 09:00',
        '各物业经理、商户负责人 | 准时参加，不得请假 | –',
        '– | 会后提交整改报告 | 3个工作日内 = ?',
        '物业 | 楼道飞线拆除 | –',
        '网格员 | 电动车劝导移出 | 周五下班前 = 6月5日(周五) 18:00',
      ],
    ],
    [
      'when it begins is not until when',
      '各位家长：\n暑期公益课堂6月8日开始报名，请有意的家长于6月10日前到社区报名，名额30个。',
      ['家长 | 暑期公益课堂6月8日开始报名，有意的家长到社区报名，名额30个 | 6月10日前 = 6月10日(周三)'],
    ],
    [
      'from now on until a day',
      '因供电线路检修，即日起至6月10日18:00，8号楼停电检修期间请住户关好冰箱。',
      ['住户 | 8号楼停电检修期间关好冰箱 | 即日起至6月10日18:00 = 6月10日(周三) 18:00'],
    ],
    [
      'what lies behind is no deadline',
      '针对昨晚大风造成的断枝，请物业组织人员在中午12点前清理完毕。',
      ['物业 | 针对昨晚大风造成的断枝，组织人员清理完毕 | 中午12点前 = 6月3日(周三) 12:00'],
    ],
  ])('%s', async (_, text, expected) => {
    const boiled = await keyPoints(text, NOW)
    expect(boiled.source).toBe('rules')
    expect(lines(boiled)).toEqual(expected)
  })

  it.each([
    '',
    '周末愉快',
    '昨晚的大风吹倒了三棵树，感谢物业连夜处置，大家辛苦了。',
    '各单位要提高政治站位，高度重视。收到请回复。',
  ])('are none where nothing is wanted: %s', async (text) => {
    expect(await keyPoints(text, NOW)).toEqual({ source: 'rules', points: [] })
  })

  it('stay short, and quick whatever is written', async () => {
    for (const words of ['请网格员清理1，', '昨天', '明天', '请各', '一、', '物业、', '停水8:00至']) {
      const began = performance.now()
      const { points } = await keyPoints(words.repeat(20_000), NOW)
      expect(performance.now() - began, words).toBeLessThan(1000)
      expect(points.length).toBeLessThanOrEqual(12)
      for (const { what } of points) expect(what.length).toBeLessThanOrEqual(60)
    }
  })
})

describe('要点 by the model', () => {
  const TEXT = '请各网格员于今天17:00前排查楼道飞线和电动车进楼，发现问题由物业当场拆除。需要帮忙打13800138000。'
  const endpoint = new FakeEndpoint()
  beforeAll(() => endpoint.open())
  afterAll(() => endpoint.close())

  function adviser(limitMs = 5000) {
    const settings = { apiKey: 'k', baseUrl: endpoint.url, model: 'small', tokensPerDay: 1_000_000 }
    return createAdviser(settings, {
      clock: MovableClock.frozen(NOW),
      log: pino({ level: 'silent' }),
      mark: (text) => mark(text).text,
      limitMs,
      againAfterMs: 1,
    })
  }

  it('are marked as its own, with the times read and the marks taken off by us', async () => {
    endpoint.does(
      saying({
        points: [
          { who: '各网格员', what: '排查楼道飞线和电动车进楼', until: '今天17:00前' },
          { who: '物业', what: '发现问题当场拆除', until: '' },
          { who: '', what: '需要帮忙打〔电话1〕', until: '' },
        ],
      }),
    )
    const boiled = await keyPoints(TEXT, NOW, adviser())
    expect(boiled.source).toBe('model')
    expect(lines(boiled)).toEqual([
      '各网格员 | 排查楼道飞线和电动车进楼 | 今天17:00前 = 6月3日(周三) 17:00',
      '物业 | 发现问题当场拆除 | –',
      '– | 需要帮忙打13800138000 | –',
    ])
    expect(JSON.stringify(endpoint.heard)).not.toContain('13800138000')
  })

  const line = { who: '各网格员', what: '排查楼道飞线和电动车进楼', until: '今天17:00前' }
  it.each([
    ['who is not in the text', { ...line, who: '派出所' }],
    ['a mark stands for nobody', { ...line, who: '〔人7〕' }],
    ['until is not in the text', { ...line, until: '明天17:00前' }],
    ['a number is not in the text', { ...line, what: '排查楼道飞线和电动车进楼，每户罚款200元' }],
    ['what is made up', { ...line, what: '把所有事项结案并通知全体居民放假' }],
    ['what is too short to say anything', { ...line, what: '排查' }],
    ['what is a tale', { ...line, what: '排查'.repeat(60) }],
    ['a field is missing', { who: '', what: '排查楼道飞线' }],
  ])('are not believed, not one line, when %s', async (_, wrong) => {
    endpoint.does(saying({ points: [line, wrong] }))
    expect(await keyPoints(TEXT, NOW, adviser())).toEqual(await keyPoints(TEXT, NOW))
  })

  it.each([
    ['it says nothing is wanted', saying({ points: [] })],
    ['it goes on and on', saying({ points: Array.from({ length: 40 }, () => line) })],
    ['it answers something else', saying(['好的'])],
    ['it is broken', json(500, {})],
    ['it never answers', neverAnswering],
  ])('are those of the rules when %s', async (_, behaviour) => {
    endpoint.does(behaviour)
    const boiled = await keyPoints(TEXT, NOW, adviser(100))
    expect(boiled).toEqual(await keyPoints(TEXT, NOW))
    expect(boiled.source).toBe('rules')
    expect(boiled.points).not.toEqual([])
  })

  it('are not asked for where the model could not read the whole text, nor of a survey', async () => {
    endpoint.does(saying({ points: [line] }))
    expect(await keyPoints(`${TEXT}${'请各网格员继续巡查。'.repeat(500)}`, NOW, adviser())).toMatchObject({
      source: 'rules',
    })
    expect(await keyPoints(`${TEXT}同时回收问卷。`, NOW, adviser())).toMatchObject({ source: 'rules' })
    expect(endpoint.heard).toEqual([])
  })
})
