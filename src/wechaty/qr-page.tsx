import { Hono } from 'hono'
import { raw } from 'hono/html'
import type { ConnectionState } from '../chat/gateway.ts'
import { svgQr } from './qr.ts'

export interface QrPageOptions {
  /** what there is to scan now, if anything */
  readonly current: () => string | undefined
  readonly state: () => ConnectionState
  /** the name of the account that is logged in */
  readonly accountName?: () => string | undefined
}

/** What the page says in each state, and after how many seconds it looks again. */
const SAYINGS: Readonly<Record<ConnectionState, { zh: string; en: string; again: number }>> = {
  'logged-in': { zh: '已登录', en: 'Logged in', again: 30 },
  scan: { zh: '请用小格的微信扫码登录', en: "Scan with the bot's WeChat to log in", again: 5 },
  connecting: { zh: '正在连接，请稍候', en: 'Connecting, please wait', again: 2 },
  reconnecting: { zh: '连接断开，正在重连', en: 'Connection lost, connecting anew', again: 2 },
  'logged-out': { zh: '账号已退出，等待新的二维码', en: 'Logged out, waiting for a new QR code', again: 2 },
  stopped: { zh: '程序已停止', en: 'Stopped', again: 5 },
}

const STYLE = `
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f5f2; color: #23302b;
    font: 18px/1.6 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; text-align: center }
  main { padding: 24px; max-width: 420px }
  h1 { font-size: 26px; font-weight: 600; margin: 0 }
  p { margin: 4px 0 20px; color: #5d6b65 }
  svg { width: min(320px, 80vw); height: auto; background: #fff; border-radius: 12px }
`

/** A page that shows the QR code of the login and looks again by itself. It needs no script and loads nothing else. */
export function qrPage(options: QrPageOptions): Hono {
  const app = new Hono()
  app.get('/', async (c) => {
    const url = options.current()
    const state = options.state()
    const saying = SAYINGS[url && state !== 'logged-in' ? 'scan' : state]
    const svg = url && state !== 'logged-in' ? await svgQr(url) : undefined
    const name = state === 'logged-in' ? options.accountName?.() : undefined
    // The page changes every few seconds, and a login code must not stay in a cache.
    c.header('cache-control', 'no-store')
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    c.header('referrer-policy', 'no-referrer')
    return c.html(
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="refresh" content={String(saying.again)} />
          <title>小格 · {saying.zh}</title>
          <style>{raw(STYLE)}</style>
        </head>
        <body>
          <main>
            <h1>{name ? `${saying.zh}：${name}` : saying.zh}</h1>
            <p>{saying.en}</p>
            {svg && raw(svg)}
          </main>
        </body>
      </html>,
    )
  })
  return app
}
