import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { MiddlewareHandler } from 'hono'

/**
 * Who may ask. A page from elsewhere could reach this server through the visitor's browser in two ways, and both are
 * closed here: by a request across origins (every POST must carry the Origin of the page itself), and by letting its own
 * name point at this machine (DNS rebinding; the Host must be an address, localhost or this machine's name, none of
 * which a stranger can make point elsewhere).
 */
export function guard(configuredHost: string): MiddlewareHandler {
  const names = new Set(['localhost', hostname().toLowerCase(), configuredHost.toLowerCase()])
  const known = (host: string) => {
    const name = hostNameOf(host)
    return name !== undefined && (names.has(name) || isIP(name) !== 0)
  }
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (!known(host)) return c.json({ error: '这个网址打不开沙盒，请用 localhost 或本机的地址。' }, 403)
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !sameOrigin(c.req.header('origin'), host)) {
      return c.json({ error: '这个请求不是从沙盒的页面发出的。' }, 403)
    }
    await next()
  }
}

/** Response headers of everything: nothing but our own scripts, styles, fonts and pictures, and nobody frames the page. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  const headers = c.res.headers
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('x-frame-options', 'DENY')
}

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

function hostNameOf(host: string): string | undefined {
  if (!/^[\w.:[\]-]+$/.test(host)) return undefined
  return parse(`http://${host}`)
    ?.hostname.replace(/^\[|\]$/g, '')
    .toLowerCase()
}

function sameOrigin(origin: string | undefined, host: string): boolean {
  // An Origin of https with a Host of ours is a page behind a proxy that ends TLS; its default port is not spelt out.
  return origin !== undefined && parse(origin)?.host === parse(`http://${host}`)?.host
}

// URL.parse does the same from Node 22 on.
function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
