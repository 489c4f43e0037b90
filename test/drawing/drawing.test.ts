import { readFileSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FONT_FAMILY, FONT_FILES } from '../../src/drawing/fonts.ts'
import { drawPoster, posterSvg } from '../../src/drawing/poster.ts'
import { drawTable, type TableCell, type TableToDraw, tableSvgs } from '../../src/drawing/table.ts'
import { unpackWoff } from '../../src/drawing/woff.ts'
import { drawable, widthOf, wrap, wrapEvenly } from '../../src/drawing/words.ts'

const font = { loadSystemFonts: false, fontFiles: [...FONT_FILES], defaultFontFamily: FONT_FAMILY }

function sizeOf(png: Uint8Array) {
  const bytes = Buffer.from(png)
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** The morning's table: grid, sent, worker, property, volunteers, on it, done, remark. */
function morning(rows: number, cell?: TableCell): TableToDraw {
  const states = ['done', 'under way', 'missing'] as const
  return {
    title: '消防通道清理 · 9:30 办理情况',
    subtitle: '6月3日(周三) 9:00 发出，9:30 统计',
    columns: ['网格', '发出', '网格员', '物业', '志愿者', '到场', '完成', '备注'],
    rows: Array.from({ length: rows }, (_, at) => [
      `${at + 1}网格`,
      { state: 'done', text: '9:02' },
      { state: states[at % 3] ?? 'done', text: '' },
      { state: states[(at + 1) % 3] ?? 'done' },
      '3人',
      '—',
      { state: 'missing', text: '还没有开始' },
      cell ?? '李师傅请假，副网格员代管',
    ]),
    foot: '12个网格已全部发到。',
  }
}

const course = {
  over: '玉成社区 · 社区大学',
  title: '乐高智力开发',
  lines: ['讲师：周老师', '时间：6月6日起每周六 15:00–16:30，共8节', '自带积木也可以'],
  foot: '在群里发 /报名 乐高',
}

/** What is written in a picture, line by line. */
function linesOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, words = '']) => words)
}

function onePageSvg(table: TableToDraw): string {
  const [svg = '', ...more] = tableSvgs(table)
  expect(more).toEqual([])
  return svg
}

async function onePage(table: TableToDraw): Promise<Uint8Array> {
  const [picture = new Uint8Array(), ...more] = await drawTable(table)
  expect(more).toEqual([])
  return picture
}

describe('pictures', () => {
  it.each([
    [12, 1],
    [40, 3],
    [200, 11],
  ])('draws a table of %i rows and 8 columns for a telephone, in %i pictures', async (rows, pictures) => {
    const svgs = tableSvgs(morning(rows))
    expect(svgs).toHaveLength(pictures)
    const heights = svgs.map((svg) => Number(/height="(\d+)"/.exec(svg)?.[1]))
    for (const height of heights) expect(height).toBeLessThanOrEqual(2400)
    const sum = heights.reduce((a, b) => a + b)
    expect(sum / rows).toBeGreaterThan(60)
    expect(sum / rows).toBeLessThan(160)
    if (rows > 12) return
    expect((await drawTable(morning(rows))).map(sizeOf)).toEqual([{ width: 1080, height: heights[0] }])
  })

  it('goes on in the next picture under the same headings, with every row once and nothing between two pictures lost', () => {
    const table = morning(25)
    const [first = [], second = [], ...more] = tableSvgs(table).map(linesOf)
    expect(more).toEqual([])
    expect([first[0], second[0]]).toEqual([`${table.title}（1/2）`, `${table.title}（2/2）`])
    for (const page of [first, second]) {
      expect(page).toEqual(expect.arrayContaining(['志愿者', '备注', '已完成', '还没有', table.subtitle]))
    }
    const grids = [...first, ...second].filter((line) => /^\d+网格$/.test(line))
    expect(grids).toEqual(table.rows.map(([grid]) => grid))
    expect([...first, ...second].filter((line) => line === table.foot)).toHaveLength(1)
    expect(second).toContain(table.foot)
  })

  it('keeps the lines of what is to be done apart', () => {
    const svg = posterSvg({ ...course, foot: '6月4日(周四) 10:00 起\n在群里发 /报名 乐高智力开发' })
    expect(linesOf(svg).slice(-2)).toEqual(['6月4日(周四) 10:00 起', '在群里发 /报名 乐高智力开发'])
  })

  it('draws a poster, higher where there is more to say', async () => {
    expect(sizeOf(await drawPoster(course))).toEqual({ width: 1080, height: 1440 })
    const lines = Array.from({ length: 12 }, (_, at) => `第${at + 1}讲：怎样和孩子一起做计划并且把计划做完`)
    expect(sizeOf(await drawPoster({ ...course, lines })).height).toBeGreaterThan(1800)
  })

  it('lets other work go on while it draws', async () => {
    let longest = 0
    let last = performance.now()
    const tick = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const started = performance.now()
    await drawTable(morning(40))
    const took = performance.now() - started
    clearInterval(tick)
    expect(longest).toBeLessThan(took * 0.8)
  })

  it('writes nothing smaller than 28 pixels, and nothing beyond its edges', () => {
    for (const svg of [...tableSvgs(morning(40)), posterSvg(course)]) {
      for (const [, size] of svg.matchAll(/font-size="(\d+)"/g)) expect(Number(size)).toBeGreaterThanOrEqual(28)
      const { width, height } = new Resvg(svg, { font })
      const words = svg.replace(/<rect x="0"[^>]*>/, '')
      const box = new Resvg(words, { font }).innerBBox()
      expect(box?.x).toBeGreaterThanOrEqual(30)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width - 30)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height - 10)
    }
  })

  it('tells the three states apart by more than their colours, and says what the signs mean', () => {
    const bare = (state: 'done' | 'under way' | 'missing') =>
      onePageSvg({ title: '', columns: ['一'], rows: [[{ state }]] })
        .replace(/(fill|stroke)="(#\w+)"/g, '')
        .replace(/<text.*?<\/text>/g, '')
    expect(new Set([bare('done'), bare('under way'), bare('missing')]).size).toBe(3)
    const words = (svg: string) => linesOf(svg).join('')
    expect(words(onePageSvg(morning(3)))).toMatch(/已完成.*进行中.*还没有/)
    const legend = { done: '已回', 'under way': '在路上', missing: '未回' }
    expect(words(onePageSvg({ ...morning(3), legend }))).toMatch(/已回.*在路上.*未回/)
    expect(words(onePageSvg({ title: '名单', columns: ['一'], rows: [['二']] }))).toBe('名单一二')
  })

  it('gives a wide column the room that narrow ones do not need', () => {
    expect(linesOf(onePageSvg(morning(12)))).toEqual(expect.arrayContaining(['李师傅请假，副', '网格员代管']))
    const table = { title: '', columns: ['一', '二'], rows: [['短', '一句不长的话'.repeat(5)]] }
    expect(linesOf(onePageSvg(table))).toContain('一句不长的话'.repeat(5))
  })

  it('refuses what is no table', () => {
    expect(() => tableSvgs({ title: '', columns: ['一', '二'], rows: [['只有一格']] })).toThrow(RangeError)
  })

  it('draws whatever people write: marks, emoji, signs no font has, invisible ones', async () => {
    const hostile = '</text><script>&"\'😀👨‍👩‍👧\u202E\u0000\u0008𠀀龘\uD800 \n'
    expect(linesOf(onePageSvg(morning(1, hostile))).join('')).toContain('&#60;script')
    sizeOf(await onePage(morning(1, hostile)))
    sizeOf(await drawPoster({ over: hostile, title: hostile.repeat(8), lines: [hostile, ''], foot: hostile }))
    sizeOf(await drawPoster({ title: '', lines: [], foot: '' }))
    sizeOf(await onePage({ title: '', columns: [], rows: [] }))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const svg = onePageSvg({
          title: text,
          subtitle: text,
          columns: [text],
          rows: [[text], [{ state: 'done', text }]],
        })
        // Parsing needs no fonts.
        expect(new Resvg(svg.replace(/<text.*?<\/text>/g, '<text></text>')).width).toBe(1080)
        for (const words of linesOf(svg)) expect(words).not.toMatch(/[<>\p{Cc}\p{Cs}]/u)
      }),
      { numRuns: 60 },
    )
  })
})

describe('lines of text', () => {
  it.each(['消防通道清理', '6月3日(周三) 15:00', 'mmmWWW@@', 'illiji.,;', 'ABCDEFGQ', '第3网格–第5网格', '+=<>~#'])(
    'are taken for a little wider than they are: %s',
    (words) => {
      for (const weight of [400, 700]) {
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="100" font-family="${FONT_FAMILY}"><text x="10" y="60" font-size="40" font-weight="${weight}">${words.replace(/</g, '&lt;')}</text></svg>`
        const real = new Resvg(svg, { font }).innerBBox()?.width ?? 0
        expect(real).toBeGreaterThan(0)
        expect(real).toBeLessThanOrEqual(widthOf(words) * 40 + 3)
        expect(real).toBeGreaterThan(widthOf(words) * 40 * 0.6)
      }
    },
  )

  it('keep numbers, words and commands whole, and begin with no comma', () => {
    expect(wrap('每周六15:00–16:30上课', 7)).toEqual(['每周六', '15:00–16:30', '上课'])
    expect(wrap('一。。。。', 2)).toEqual(['一。。', '。。'])
    expect(wrap('请在群里发 /报名 乐高', 7)).toEqual(['请在群里发', '/报名 乐高'])
    expect(wrap('一二三四，五', 4)).toEqual(['一二三四，', '五'])
    expect(wrap('一二三四五六七八', 3, 2)).toEqual(['一二三', '四五…'])
    expect(wrap(' ', 3)).toEqual([])
    expect(wrapEvenly('先到先得，报满后排队候补', 11)).toEqual(['先到先得，报', '满后排队候补'])
  })

  it('lose nothing but blanks at their ends, and are never too wide by more than a comma', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 2, max: 20 }), (text, width) => {
        const lines = wrap(text, width)
        expect(lines.join('').replace(/ /g, '')).toBe(drawable(text).replace(/ /g, ''))
        for (const line of lines)
          expect(widthOf(line.replace(/[，。；：、？！）》」』”’…,.;:?!)\]%]$/u, ''))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

it('unpacks a font table by table', () => {
  const [file = ''] = FONT_FILES
  const font = readFileSync(file)
  expect(font.readUInt32BE(0)).toBe(0x00010000)
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, at) => {
    const entry = 12 + 16 * at
    return {
      tag: font.toString('latin1', entry, entry + 4),
      sum: font.readUInt32BE(entry + 4),
      at: font.readUInt32BE(entry + 8),
      length: font.readUInt32BE(entry + 12),
    }
  })
  expect(tables.map(({ tag }) => tag)).toEqual(expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca']))
  for (const { tag, sum, at, length } of tables) {
    if (tag === 'head') continue
    let real = 0
    const padded = Buffer.concat([font.subarray(at, at + length), Buffer.alloc((4 - (length % 4)) % 4)])
    for (let word = 0; word < padded.length; word += 4) real = (real + padded.readUInt32BE(word)) >>> 0
    expect(real, tag).toBe(sum)
  }
  expect(() => unpackWoff(Buffer.from('wOF2............'))).toThrow(RangeError)
})
