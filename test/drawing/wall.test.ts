import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FONT_FAMILY, FONT_FILES } from '../../src/drawing/fonts.ts'
import type { Motif } from '../../src/drawing/motif.ts'
import { orientationOf } from '../../src/drawing/orientation.ts'
import { pixelsOf } from '../../src/drawing/pixels.ts'
import { fontsFor, render } from '../../src/drawing/render.ts'
import type { Slip, SlipKind } from '../../src/drawing/slip.ts'
import { thumbnail } from '../../src/drawing/thumbnail.ts'
import { drawWall, type WallToDraw, wallSvgs } from '../../src/drawing/wall.ts'
import { FACES } from '../../src/drawing/wechat-faces.ts'
import { drawable, widthOf } from '../../src/drawing/words.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'

const font = { loadSystemFonts: false, fontFiles: [...FONT_FILES], defaultFontFamily: FONT_FAMILY }
const MOTIFS: readonly Motif[] = ['moon', 'lanterns', 'lamp', 'boat', 'stars', 'chrysanthemum', 'bowl', 'plain']

const slips: readonly Slip[] = [
  { kind: 'blessing', words: '祝大家中秋快乐，月圆人圆。', signed: '3号楼王阿姨' },
  {
    kind: 'wish',
    words: '想给12号楼装一部电梯，我妈八十二了，住五楼，下楼一趟要歇三回，天天盼着能下来晒太阳。',
    signed: '匿名',
    aside: '23位邻居也盼着',
  },
  { kind: 'thanks', words: '谢谢李师傅，半夜来修水管。', signed: '匿名' },
  { kind: 'idea', words: '中秋晚上在小广场摆几张桌子，\n一起赏月。', signed: '老周' },
]

function wallOf(hung: readonly Slip[], more: Partial<WallToDraw> = {}): WallToDraw {
  return {
    over: '玉成社区 · 有话对你说',
    title: '中秋祝福墙',
    subtitle: '9月25日(周五)',
    motif: 'moon',
    foot: '想上墙，给小格发 /留言 和您的话',
    slips: hung,
    ...more,
  }
}

const wordsOf = (svgs: readonly string[]) =>
  svgs.flatMap((svg) => [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, words = '']) => words))
const heightOf = (svg: string) => Number(/height="(\d+)"/.exec(svg)?.[1])

describe('the wall as a picture', () => {
  it('shows for each post its kind, its words and who signed it, and the occasion, its day and the community', async () => {
    const words = wordsOf(wallSvgs(wallOf(slips))).join('\n')
    for (const said of ['玉成社区 · 有话对你说', '中秋祝福墙', '9月25日(周五)', '祝福', '心愿', '感谢', '点子'])
      expect(words).toContain(said)
    for (const said of ['3号楼王阿姨', '匿名', '23位邻居也盼着', '老周', '想上墙，给小格发 /留言 和您的话'])
      expect(words).toContain(said)
    for (const slip of slips) expect(words.replaceAll('\n', '')).toContain(slip.words.replaceAll('\n', ''))
    const [page, ...more] = await drawWall(wallOf(slips))
    expect(more).toEqual([])
    expect(pixelsOf(page ?? new Uint8Array())).toMatchObject({ mime: 'image/png', width: 1080 })
  })

  it('leaves out no word however many and however long the posts are, and no picture is too high', () => {
    const kinds: SlipKind[] = ['blessing', 'wish', 'idea', 'thanks']
    const post = fc.record({
      kind: fc.constantFrom(...kinds),
      words: fc.oneof(
        fc.string({ unit: fc.constantFrom(...'春眠不觉晓，处处闻啼鸟。\nAb1 '), minLength: 1, maxLength: 60 }),
        fc.string({ unit: fc.constantFrom('\n', '好'), minLength: 30, maxLength: 120 }),
        fc.string({ unit: fc.constantFrom(...'夜来风雨声，花落知多少。\n'), minLength: 600, maxLength: 2000 }),
      ),
      signed: fc.constantFrom('匿名', '老周'),
      picture: fc.option(fc.constant(new Uint8Array(1)), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(post, { minLength: 1, maxLength: 30 }), (posts) => {
        const hung = posts as Slip[]
        const pages = wallSvgs(wallOf(hung))
        for (const page of pages) {
          expect(heightOf(page)).toBeLessThanOrEqual(2400)
          for (const [, y] of page.matchAll(/<(?:text|image)[^>]* y="(\d+)/g))
            expect(Number(y)).toBeLessThan(heightOf(page))
        }
        const drawn = [...wordsOf(pages).join('')].sort().join('').replace(/ /g, '')
        const told = [...hung.map(({ words }) => drawable(words)).join('')].sort().join('').replace(/ /g, '')
        expect(isWithin(told, drawn)).toBe(true)
        expect(wordsOf(pages).filter((line) => line === '匿名' || line === '老周')).toHaveLength(hung.length)
      }),
      { numRuns: 40 },
    )
  })

  it('says of each of several pictures which one it is, and that a text goes on', () => {
    const long = { kind: 'thanks', words: '谢谢大家这一年的帮忙。'.repeat(100), signed: '老周' } as const
    const pages = wallSvgs(wallOf([...slips, long, ...slips]))
    expect(pages.length).toBeGreaterThan(1)
    expect(wordsOf(pages.slice(0, 1))).toContain(`9月25日(周五) · 共${pages.length}张`)
    for (const [at, page] of pages.slice(1).entries())
      expect(wordsOf([page])).toContain(`第${at + 2}张，共${pages.length}张`)
    const all = wordsOf(pages)
    expect(all.filter((line) => line === '下一张还有')).toHaveLength(
      all.filter((line) => line.includes('接上一张')).length,
    )
    expect(all).toContain('下一张还有')
  })

  it.each(MOTIFS)(
    'is written in letters that can be read on a telephone, and nothing is beyond its edges: %s',
    (motif) => {
      const name = { ...slips[0], signed: '一个特别特别长的名字'.repeat(4) } as Slip
      for (const title of ['中秋祝福墙', '玉成社区第二十届邻里文化艺术节祝福墙']) {
        for (const svg of wallSvgs(wallOf([...slips, name], { motif, title }))) {
          for (const [, size] of svg.matchAll(/font-size="(\d+)"/g)) expect(Number(size)).toBeGreaterThanOrEqual(34)
          const words = [...svg.matchAll(/<text.*?<\/text>/g)].join('')
          const drawn = new Resvg(
            `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="${heightOf(svg)}" font-family="${FONT_FAMILY}">${words}</svg>`,
            { font },
          )
          const box = drawn.innerBBox()
          expect(box?.x).toBeGreaterThanOrEqual(30)
          expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(1050)
          expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(heightOf(svg) - 20)
        }
      }
    },
  )

  it('draws whatever people write: marks, emoji, signs no font has, invisible ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const hung: Slip[] = [{ kind: 'wish', words: text, signed: text, aside: text }]
        const [svg = ''] = wallSvgs(wallOf(hung, { title: text, over: text, subtitle: text, foot: text }))
        expect(new Resvg(svg.replace(/<text.*?<\/text>/g, '<text></text>')).width).toBe(1080)
        for (const words of wordsOf([svg])) expect(words).not.toMatch(/[<>\p{Cc}\p{Cs}]/u)
      }),
      { numRuns: 40 },
    )
    // Somebody who sends nothing but what cannot be drawn has said something.
    expect(wordsOf(wallSvgs(wallOf([{ kind: 'thanks', words: '🇨🇳', signed: '匿名' }])))).toContain('（表情）')
  })

  it('draws emoji, and the faces of WeChat as emoji', async () => {
    const words = wordsOf(
      wallSvgs(wallOf([{ kind: 'thanks', words: '月圆人圆❤️🌹[玫瑰][抱拳]\n[某某] 👨‍👩‍👧👍🏽', signed: '匿名' }])),
    )
    expect(words).toContain('月圆人圆❤🌹🌹🙏')
    expect(words).toContain('[某某] 👨👩👧👍')
    for (const [name, face] of FACES) expect([name, drawable(`[${name}]`)]).toEqual([name, face])
    const drawn = async (text: string) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60"><text y="44" font-size="40">${text}</text></svg>`
      return Buffer.from(await render(svg)).toString('base64')
    }
    // What no font has is a box, the same for all.
    const box = await drawn('\u{10ffff}')
    expect(new Set([box, await drawn('🌹'), await drawn('🙏'), await drawn('月')]).size).toBe(4)
  })

  it.each([...'🌕🥮🏮🎉🧧💐🐉☀❤✨🎂🎁'])('draws %s as wide as it is reckoned', (sign) => {
    const svg = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="100" font-family="${FONT_FAMILY}"><text y="60" font-size="40">${text}</text></svg>`
    const widthOfDrawn = (text: string) =>
      new Resvg(svg(text), {
        font: { loadSystemFonts: false, fontFiles: fontsFor(text), defaultFontFamily: FONT_FAMILY },
      }).innerBBox()?.width ?? 0
    const each = (widthOfDrawn(`中${sign.repeat(11)}中`) - widthOfDrawn(`中${sign}中`)) / 10 / 40
    expect(each).toBeGreaterThan(0.5)
    expect(each).toBeLessThanOrEqual(widthOf(sign) + 0.01)
  })
})

describe('a photo on the wall', () => {
  it('is drawn small', async () => {
    const small = await thumbnail(zebraCrossing())
    expect(pixelsOf(small ?? new Uint8Array())?.mime).toBe('image/png')
    const plain = wallSvgs(wallOf(slips.slice(0, 1)))
    const [page = ''] = wallSvgs(wallOf([{ ...(slips[0] as Slip), ...(small ? { picture: small } : {}) }]))
    expect(page).toContain('<image ')
    expect(heightOf(page)).toBeGreaterThan(heightOf(plain[0] ?? ''))
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is seen upright, however the telephone was held: Exif orientation %i',
    async (orientation) => {
      // What the taker saw: 48 × 32, red in the upper left corner, blue in the lower right one.
      const small = await thumbnail(held(orientation))
      const side = orientation >= 5
      expect(pixelsOf(small ?? new Uint8Array())).toMatchObject(
        side ? { width: 32, height: 48 } : { width: 48, height: 32 },
      )
      const corners = cornersOf(small ?? new Uint8Array())
      const [red, blue] = [
        corners.findIndex(([r = 0, g = 255]) => r > 200 && g < 80),
        corners.findIndex(([r = 255, , b = 0]) => b > 200 && r < 80),
      ]
      // Upper left, upper right, lower left, lower right; where the file's own first corner is seen.
      const seen = [0, 0, 1, 3, 2, 0, 1, 3, 2][orientation]
      expect([red, blue]).toEqual([seen, 3 - (seen ?? 0)])
    },
  )

  it('is taken as it lies where what it says of itself makes no sense', async () => {
    for (const orientation of [0, 9, 65_535]) expect(orientationOf(held(orientation))).toBe(1)
    const photo = held(6)
    expect(orientationOf(photo)).toBe(6)
    fc.assert(
      fc.property(fc.nat(photo.length), fc.nat(60), fc.nat(255), (length, at, value) => {
        const broken = Buffer.from(photo.subarray(0, length))
        if (at < broken.length) broken[at] = value
        expect(orientationOf(broken)).toBeGreaterThanOrEqual(1)
        expect(orientationOf(broken)).toBeLessThanOrEqual(8)
      }),
    )
    expect(orientationOf(zebraCrossing())).toBe(1)
  })

  it('is left out where it cannot be read, or would fill the memory when it is', async () => {
    const bomb = Buffer.from(zebraCrossing())
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    expect(await thumbnail(bomb)).toBeUndefined()
    expect(await thumbnail(new TextEncoder().encode('no picture at all, but long enough'))).toBeUndefined()
    expect(await thumbnail(new Uint8Array())).toBeUndefined()
  })

  it.each([
    [
      'a JPEG',
      'ffd8ffe000104a46494600010100000100010000ffc40004aabbffc00011080102030403012200021101031101',
      { mime: 'image/jpeg', width: 0x304, height: 0x102 },
    ],
    [
      'a JPEG with filled markers',
      'ffd8ffffe00004aabbffffc20011080102030403012200021101031101',
      { mime: 'image/jpeg', width: 0x304, height: 0x102 },
    ],
    ['a GIF', '474946383961040302010000', { mime: 'image/gif', width: 0x304, height: 0x102 }],
    ['a JPEG that ends too early', 'ffd8ffe0001000', undefined],
    ['a JPEG of endless length', `ffd8ffe00000${'ff'.repeat(40)}`, undefined],
  ])('tells its size beforehand: %s', (_, hex, size) => {
    expect(pixelsOf(Buffer.from(hex, 'hex'))).toEqual(size)
  })
})

/** Whether all signs of the one are among those of the other, both sorted. */
function isWithin(some: string, all: string): boolean {
  let at = 0
  for (const sign of all) if (sign === some[at]) at += 1
  return at === some.length
}

/** 48 × 32, white, its upper left third red and its lower right one blue: drawn in a browser. */
const JPEG = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB',
    'RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P',
    'T09PT09PT09PT09PT0//wAARCAAgADADASIAAhEBAxEB/8QAFwABAAMAAAAAAAAAAAAAAAAAAAYHCP/EABQQAQAAAAAAAAAA',
    'AAAAAAAAAAD/xAAXAQEBAQEAAAAAAAAAAAAAAAAABwUE/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8Aj4DG',
    'UldwDZTYAAAAABnQBSXG/9k=',
  ].join(''),
  'base64',
)

/** The JPEG as a telephone writes it that was held so. */
function held(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000' + '00000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return Buffer.concat([JPEG.subarray(0, 2), head, exif, JPEG.subarray(2)])
}

/** The colours a little inside the corners: upper left, upper right, lower left, lower right. */
function cornersOf(png: Uint8Array): number[][] {
  const { width = 0, height = 0 } = pixelsOf(png) ?? {}
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  const { pixels } = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`,
  ).render()
  const inside = 4
  return [inside, height - inside].flatMap((y) =>
    [inside, width - inside].map((x) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)]),
  )
}
