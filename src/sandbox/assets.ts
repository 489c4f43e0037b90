import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'

// Seen from src/sandbox and from dist/sandbox the way to the package's root is the same.
const root = fileURLToPath(new URL('../../', import.meta.url))
const scripts = join(root, 'dist', 'sandbox', 'page')
const styles = join(root, 'src', 'sandbox', 'page')
const fonts = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'))

const SCRIPT = /^[a-z][a-z-]*\.js$/
const STYLE = /^(?:[a-z][a-z-]*\.css|seal\.svg)$/
const FONT_STYLE = /^(400|500|700)\.css$/
const FONT = /^noto-sans-sc-[a-z0-9-]+\.woff2$/

/** Whether the page's scripts are there: they are compiled, also when the server itself runs from its sources. */
export function pageIsCompiled(): boolean {
  return existsSync(join(scripts, 'main.js'))
}

/** Scripts, styles and fonts of the page. Every name is matched against a pattern that knows no slash and no dot-dot. */
export function assets(): Hono {
  const app = new Hono()

  app.get('/page/:name', async (c) => {
    const name = c.req.param('name')
    const isScript = SCRIPT.test(name)
    if (!isScript && !STYLE.test(name)) return c.notFound()
    const text = await readFile(join(isScript ? scripts : styles, name), 'utf8').catch(() => undefined)
    if (text === undefined) return c.notFound()
    const type = isScript ? 'text/javascript' : name.endsWith('.css') ? 'text/css' : 'image/svg+xml'
    // Asked for again at every visit: after an upgrade old scripts must not meet a new server.
    return c.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' })
  })

  app.get('/fonts/:name', async (c) => {
    const name = c.req.param('name')
    if (!FONT_STYLE.test(name)) return c.notFound()
    const text = await readFile(join(fonts, name), 'utf8')
    return c.body(text, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=86400' })
  })

  app.get('/fonts/files/:name', async (c) => {
    const name = c.req.param('name')
    const bytes = FONT.test(name) ? await readFile(join(fonts, 'files', name)).catch(() => undefined) : undefined
    if (!bytes) return c.notFound()
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'font/woff2',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  return app
}
