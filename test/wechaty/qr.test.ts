import { expect, it } from 'vitest'
import type { ConnectionState } from '../../src/chat/gateway.ts'
import { terminalQr } from '../../src/wechaty/qr.ts'
import { qrPage } from '../../src/wechaty/qr-page.tsx'

const url = 'https://login.weixin.qq.com/l/abc=='

async function page(state: ConnectionState, current?: string, name?: string): Promise<string> {
  const response = await qrPage({ current: () => current, state: () => state, accountName: () => name }).request('/')
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return response.text()
}

it('shows the code in a terminal, with what to do in two languages', async () => {
  const text = await terminalQr(url)
  expect(text).toContain('扫码登录')
  expect(text).toContain('Scan')
  expect(text.split('\n').filter((line) => /[▀▄█]/.test(line)).length).toBeGreaterThan(10)
})

it('shows the code on the page, which loads nothing else and looks again', async () => {
  const html = await page('scan', url)
  expect(html).toContain('<svg')
  expect(html).toContain('请用小格的微信扫码登录')
  expect(html).toContain('http-equiv="refresh"')
  expect(html).not.toMatch(/<script|src=|<link/)
})

it('says who is logged in, escaped, and shows no code any more', async () => {
  const html = await page('logged-in', url, '<img src=x onerror=alert(1)>')
  expect(html).toContain('已登录')
  expect(html).not.toContain('<svg')
  expect(html).not.toContain('<img')
})

it.each<[ConnectionState, string]>([
  ['connecting', '正在连接'],
  ['reconnecting', '正在重连'],
  ['logged-out', '等待新的二维码'],
  ['stopped', '已停止'],
])('says what is going on when %s', async (state, saying) => {
  const html = await page(state)
  expect(html).toContain(saying)
  expect(html).not.toContain('<svg')
})
