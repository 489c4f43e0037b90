import type { Server } from 'node:http'
import { isIP } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { OperatorError } from './operator-error.ts'

export interface WebServer {
  /** where people open it */
  readonly url: string
  /** Ends every connection at once, open streams too. */
  close(): Promise<void>
}

/**
 * Serves an app on `host` and `port` (0: any free one).
 *
 * @throws OperatorError when the address cannot be listened on, naming HOST or PORT
 */
export async function serve(app: Hono, { host, port }: { host: string; port: number }): Promise<WebServer> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  const taken = await listen(server, host, port)
  return {
    url: `http://${isLocal(host) ? 'localhost' : bracketed(host)}:${taken}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Resolves with the port it listens on. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(operatorError(error, host, port)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : port)
    })
  })
}

function operatorError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new OperatorError(`PORT=${port} is in use by another program (or this one, started twice): set another PORT`)
  }
  if (error.code === 'EACCES') return new OperatorError(`PORT=${port} may not be listened on: set a PORT above 1023`)
  // A name that is looked up nowhere, IPv6 where there is none, and a link-local address without its interface too.
  if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|EAFNOSUPPORT|EINVAL)$/.test(error.code ?? '')) {
    return new OperatorError(`HOST=${host} is no address of this machine: set HOST to one, or leave it out`)
  }
  return error
}

/** Addresses under which the page is opened as localhost: loopback, and "all addresses". */
function isLocal(host: string): boolean {
  return ['localhost', '::1', '0.0.0.0', '::'].includes(host) || /^127\./.test(host)
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}
