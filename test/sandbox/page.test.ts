import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageIsCompiled } from '../../src/sandbox/assets.ts'
import type { WireRelay } from '../../src/sandbox/page/wire.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'
import { chromiumRuns, launchChromium } from './chromium.ts'
import { crossingOfFewWords, type FakeHouse, GRID, openFakeHouse, STAFF } from './fake-bot.ts'

/** Where screenshots go when somebody wants to look at them. */
const SHOTS = process.env['SHOTS']

let browser: Browser
/** One for all windows, so that the page's fonts are fetched and read once. */
let context: BrowserContext
let house: FakeHouse
/** what the bot would say of how its relays stand */
let relays: readonly WireRelay[]

async function openAll() {
  if (!pageIsCompiled()) throw new Error('the page is not compiled: run npm run build first')
  browser = await launchChromium()
  context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce' })
  relays = []
  house = await openFakeHouse({ patience: 3000, stories: [crossingOfFewWords], relays: async () => relays })
}

async function closeAll() {
  await browser?.close()
  await house?.close()
}

async function shoot(page: Page, name: string) {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

async function windowOf(as: string, size = { width: 1280, height: 800 }) {
  const page = await context.newPage()
  await page.setViewportSize(size)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${house.sandbox.url}/${as && `?as=${as}&chat=${encodeURIComponent(GRID)}`}`)
  return { page, complaints }
}

const lastBubble = (page: Page) => page.locator('.desk .message .bubble').last()

describe.runIf(chromiumRuns)('the page in a real Chromium', () => {
  beforeAll(openAll)
  afterAll(closeAll)

  it('asks who one is, and remembers it in the address', async () => {
    const { page, complaints } = await windowOf('')
    await page.getByRole('heading', { name: '你想当谁' }).waitFor()
    await page.evaluate('document.fonts.ready.then(() => true)')
    await shoot(page, '01-picker')
    await page.getByRole('button', { name: /^马先生/ }).click()
    await page.getByRole('heading', { name: '玉成社区3网格群' }).waitFor()
    expect(page.url()).toContain('as=ma&chat=grid-03%40chatroom')
    expect(await page.evaluate(`document.fonts.check('16px "Noto Sans SC"', '格')`)).toBe(true)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('says at night why 小格 does not answer, and by day nothing of it', async () => {
    const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 21, 29))
    const evening = await openFakeHouse({ quietHours, clock, system: { now: () => new Date() } })
    const page = await context.newPage()
    await page.goto(`${evening.sandbox.url}/?as=ma&chat=${encodeURIComponent(GRID)}`)
    const note = page.getByText('夜里不打扰大家')
    await page.getByRole('button', { name: '发送' }).waitFor()
    expect(await note.isVisible()).toBe(false)
    clock.moveTo(shanghai(2026, 6, 3, 21, 30))
    await page.reload()
    await note.waitFor()
    expect(await note.textContent()).toBe('夜里不打扰大家：急事和命令小格马上回，别的话 07:30 再说。')
    await shoot(page, '10-night')
    await page.getByRole('button', { name: '到明早9点' }).click()
    await note.waitFor({ state: 'hidden' })
    await page.close()
    await evening.close()
  })

  it('sends a voice note and a place with a button each', async () => {
    const { page, complaints } = await windowOf('ma')
    await page.getByRole('button', { name: '发语音' }).click()
    await page.locator('.desk .bubble').filter({ hasText: '[语音]' }).waitFor()
    await page.getByRole('button', { name: '发位置' }).click()
    await shoot(page, '09-place')
    await page.getByRole('textbox', { name: '位置' }).fill('向阳小区3号楼')
    await page.getByRole('textbox', { name: '位置' }).press('Enter')
    await page.locator('.desk .bubble').filter({ hasText: '[位置] 向阳小区3号楼' }).waitFor()
    expect(await page.getByRole('textbox', { name: '位置' }).isVisible()).toBe(false)
    await page.setViewportSize({ width: 390, height: 780 })
    await page.getByRole('button', { name: '发位置' }).click()
    await shoot(page, '09-place-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('textbox', { name: '位置' }).isVisible()).toBe(false)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('stays at the end of a chat when a picture makes it longer before anybody has scrolled', async () => {
    const { page, complaints } = await windowOf('ma', { width: 390, height: 600 })
    const input = page.getByRole('textbox', { name: '写消息' })
    for (const line of ['一', '二', '三', '四', '五', '六', '七', '八']) {
      await input.fill(line)
      await input.press('Enter')
      await page.locator('.desk .bubble').filter({ hasText: line }).last().waitFor()
    }
    // The list grows between a scroll and the event that tells of it, as it does where a picture arrives just then.
    const restsAtEnd = (scrolledTo: string) =>
      page.evaluate(`(async () => {
        const log = document.querySelector('.desk .log')
        const frames = async () => { for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame) }
        log.scrollTop = ${scrolledTo}
        await frames()
        const late = document.createElement('li')
        late.style.height = '400px'
        log.querySelector('.messages').append(late)
        log.dispatchEvent(new Event('scroll'))
        await frames()
        return log.scrollHeight - log.clientHeight - log.scrollTop < 2
      })()`)
    expect(await restsAtEnd('log.scrollHeight')).toBe(true)
    expect(await restsAtEnd('100'), 'who reads further up is left there').toBe(false)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('lets two windows talk to each other and to 小格, with pictures, quotations and an @', async () => {
    const ma = await windowOf('ma')
    const chen = await windowOf('chen')
    const input = ma.page.getByRole('textbox', { name: '写消息' })
    await shoot(ma.page, '02-empty-chat')
    await input.fill('/报事 大门正对公交站，人和车挤在一起，太危险了')
    await input.press('Enter')
    await chen.page.locator('.bubble').filter({ hasText: '已登记' }).waitFor()

    await chen.page.locator('.from-bot').last().hover()
    await chen.page.getByRole('button', { name: '引用小格的这条消息' }).last().click()
    await chen.page.getByRole('textbox', { name: '写消息' }).fill('我也有')
    await shoot(chen.page, '03-quoting')
    await chen.page.getByRole('button', { name: '发送' }).click()
    await ma.page.locator('.quoted').filter({ hasText: '小格：已登记 #1' }).waitFor()
    await ma.page.locator('.bubble').filter({ hasText: '记下了，谢谢您' }).waitFor()

    await ma.page.getByRole('button', { name: '@小格' }).click()
    expect(await input.inputValue()).toBe('@小格\u2005')
    await input.press('End')
    await input.type('你好')
    await input.press('Shift+Enter')
    await input.type('第二行')
    await input.press('Enter')
    await chen.page.locator('.mention').filter({ hasText: '@小格' }).waitFor()
    await expect.poll(() => lastBubble(chen.page).textContent()).toBe('@小格\u2005你好\n第二行')

    await ma.page.setInputFiles('input[type=file][accept]', {
      name: '门口.png',
      mimeType: 'image/png',
      buffer: Buffer.from(zebraCrossing()),
    })
    const picture = chen.page.getByRole('img', { name: '马先生发的图片：门口.png' })
    await picture.waitFor()
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(960)
    await shoot(chen.page, '04-picture')
    await chen.page.getByRole('button', { name: '放大马先生发的图片' }).click()
    await shoot(chen.page, '05-enlarged')
    await chen.page.keyboard.press('Escape')
    await expect.poll(() => chen.page.locator('.enlarged').count()).toBe(0)
    expect([...ma.complaints, ...chen.complaints]).toEqual([])
    await ma.page.close()
    await chen.page.close()
  })

  it('gives a file to be downloaded, and shows what was taken back no longer', async () => {
    const { page, complaints } = await windowOf('ma')
    const { FileBox } = await import('file-box')
    const sheet = FileBox.fromBuffer(Buffer.from('一张表'), '3网格台账.xlsx')
    await house.puppet.messageSendFile(GRID, sheet)
    const wrong = (await house.puppet.messageSendText(GRID, '发错群的一句话')) ?? ''
    const file = page.getByRole('link', { name: /3网格台账\.xlsx.*1 KB/ })
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
    expect(download.suggestedFilename()).toBe('3网格台账.xlsx')
    await page.locator('.bubble').filter({ hasText: '发错群的一句话' }).waitFor()
    await house.puppet.messageRecall(wrong)
    await page.getByText('小格撤回了一条消息').last().waitFor()
    expect(await page.locator('.bubble').filter({ hasText: '发错群的一句话' }).count()).toBe(0)
    await file.waitFor()
    await page.setInputFiles('input[type=file]:not([accept])', {
      name: '关于清理消防通道的通知.docx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('通知'),
    })
    await page.getByRole('link', { name: /关于清理消防通道的通知\.docx/ }).waitFor()
    await shoot(page, '06-file-and-recall')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('does not send while an input method composes', async () => {
    const { page } = await windowOf('ma')
    const input = page.getByRole('textbox', { name: '写消息' })
    await input.fill('ni')
    const before = await page.locator('.message').count()
    await page.evaluate(
      `document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))`,
    )
    expect(await input.inputValue()).toBe('ni')
    expect(await page.locator('.message').count()).toBe(before)
    await page.close()
  })

  it('shows everything people type as text: markup, long words, right-to-left marks', async () => {
    const { page, complaints } = await windowOf('ma')
    const texts = [
      '<script>window.hurt = 1</script><img src=x onerror="window.hurt = 1">',
      `\u202e反过来的字\u202c 和 שלום`,
      '长'.repeat(900),
      `https://${'a'.repeat(300)}.example`,
    ]
    for (const text of texts) {
      house.puppet.say({ from: 'chen', chat: GRID, text })
      await expect.poll(() => lastBubble(page).textContent()).toBe(text)
    }
    expect(await page.evaluate(`'hurt' in window`)).toBe(false)
    expect(await page.locator('.messages script').count()).toBe(0)
    const overflow = await page.locator('.log').evaluate((log) => log.scrollWidth - log.clientWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await shoot(page, '06-hostile')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('marks what is new in other chats', async () => {
    const { page } = await windowOf('worker-03')
    await page.locator('.message').first().waitFor()
    house.puppet.say({ from: 'secretary', chat: STAFF, text: '上午开会' })
    const entry = page.getByRole('button', { name: /玉成社区工作群/ })
    await expect.poll(() => entry.locator('.unread').count()).toBe(1)
    await shoot(page, '06-unread')
    await entry.click()
    await page.getByRole('heading', { name: '玉成社区工作群' }).waitFor()
    await expect.poll(() => page.locator('.chat .unread').count()).toBe(0)
    await page.close()
  })

  it('finds back by itself when the program was stopped and started, and has lost and doubled nothing', async () => {
    const dataDir = await mkdtemp(join(runFolder(), 'page-'))
    let other = await openFakeHouse({ dataDir })
    const port = Number(new URL(other.sandbox.url).port)
    const page = await browser.newPage()
    await page.goto(`${other.sandbox.url}/?as=ma&chat=${encodeURIComponent(GRID)}`)
    const say = (text: string) => other.puppet.say({ from: 'chen', chat: GRID, text })
    const texts = () => page.locator('.desk .message .bubble').allTextContents()
    say('一')
    await expect.poll(texts).toEqual(['一'])
    await other.close()
    await page.getByText('和沙盒断开了').waitFor()
    other = await openFakeHouse({ dataDir, port })
    say('二')
    say('三')
    await expect.poll(texts, { timeout: 10_000 }).toEqual(['一', '二', '三'])
    say('四')
    await expect.poll(texts).toEqual(['一', '二', '三', '四'])
    await page.getByText('和沙盒断开了').waitFor({ state: 'detached' })
    await page.close()
    await other.close()
    await rm(dataDir, { recursive: true })
  })

  it('fits a phone: the list, then the chat, and back', async () => {
    const { page } = await windowOf('ma', { width: 390, height: 844 })
    await page.getByRole('heading', { name: '玉成社区3网格群' }).waitFor()
    await page.evaluate('document.fonts.ready.then(() => true)')
    await shoot(page, '07-phone-chat')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.getByRole('button', { name: '返回聊天列表' }).click()
    await page.getByRole('button', { name: /玉成社区3网格群/ }).waitFor()
    expect(await page.locator('.chat-pane').isVisible()).toBe(false)
    await shoot(page, '08-phone-list')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.getByRole('button', { name: /换一个人/ }).click()
    await shoot(page, '09-phone-picker')
    await page.close()
  })

  it('can be used with the keyboard alone', async () => {
    const { page } = await windowOf('ma')
    await page.locator('.message').first().waitFor()
    await page.locator('.desk .log').focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.locator('.quoting').waitFor({ state: 'visible' })
    await shoot(page, '10-keyboard')
    await page.keyboard.press('Escape')
    await page.locator('.quoting').waitFor({ state: 'hidden' })
    await page.close()
  })

  it('shows staff how a directive stands in its groups, and nobody else', async () => {
    const cell = (grid: number, standing: WireRelay['cells'][number]['standing'], answered = 0, done = 0) => ({
      ...{ grid, standing, answered, done },
    })
    const staff = await windowOf('secretary')
    const resident = await windowOf('ma')
    relays = [{ name: '任务3', title: '清理楼道堆物', held: false, cells: [cell(1, 'said'), cell(2, 'waiting')] }]
    house.puppet.say({ from: 'ma', chat: GRID, text: '早' })
    const strip = staff.page.getByRole('region', { name: '任务3 1/2 个群' })
    await strip.waitFor()
    relays = [
      {
        name: '任务3',
        title: '清理楼道堆物',
        held: false,
        cells: [cell(1, 'said', 3, 1), cell(2, 'failed'), cell(3, 'said', 1)],
      },
    ]
    house.puppet.say({ from: 'ma', chat: GRID, text: '早' })
    await expect.poll(() => staff.page.locator('.desk .relay-cell').allTextContents()).toEqual(['1✓', '2×', '3·'])
    expect(await staff.page.locator('.desk .relay-cell').nth(1).getAttribute('title')).toBe('2号网格：没发成')
    await shoot(staff.page, '13-relay')
    expect(await resident.page.locator('.desk .relay').count()).toBe(0)
    relays = []
    for (const { page, complaints } of [staff, resident]) {
      expect(complaints).toEqual([])
      await page.close()
    }
  })

  it('moves the clock', async () => {
    const { page } = await windowOf('ma')
    await page.getByRole('button', { name: '到明早9点' }).click()
    await expect.poll(() => page.locator('.clock-face').textContent()).toMatch(/6月3日\(周三\)\s*09:00/)
    await page.getByRole('button', { name: '快进一天' }).click()
    await expect.poll(() => page.locator('.clock-face').textContent()).toMatch(/6月4日\(周四\)\s*09:00/)
    await page.close()
  })

  it('plays the crossing story, and the view follows it', async () => {
    const { page, complaints } = await windowOf('ma', { width: 1600, height: 900 })
    await page.getByRole('button', { name: '播放' }).click()
    await shoot(page, '11-menu')
    await page.locator('#story-menu').getByText('很快').click()
    await page.getByRole('button', { name: /门口的斑马线/ }).click()
    await page.getByRole('heading', { name: '门口的斑马线' }).waitFor()
    // Noted in the page itself: at this speed a chat may come and go between two looks from here.
    await page.evaluate(`
      window.seen = []
      const note = () => {
        const chat = document.querySelector('.stage-chat h3')?.textContent
        if (chat && !seen.includes(chat)) seen.push(chat)
      }
      new MutationObserver(note).observe(document.querySelector('.stage-chat'), { childList: true })
      note()
    `)
    await page.locator('.stage .from-bot').first().waitFor()
    await shoot(page, '12-stage')
    await page.getByRole('button', { name: '再看一遍' }).waitFor({ timeout: 60_000 })
    await shoot(page, '13-stage-end')
    expect(await page.evaluate('seen')).toEqual(
      expect.arrayContaining(['玉成社区3网格群', '玉成社区工作群', '玉成社区·交警中队']),
    )
    expect(await page.locator('.stage-note').textContent()).toBe('')
    expect(await page.locator('.caption').textContent()).toMatch(/事在格中办/)
    await page.getByRole('button', { name: '回到聊天' }).click()
    await shoot(page, '14-after-story')
    expect(complaints).toEqual([])
    await page.close()
  }, 90_000)
})
