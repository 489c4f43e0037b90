import { connect } from 'node:http2'

/** Where a gateway listens. */
export interface GatewayAddress {
  /** `host:port` */
  readonly endpoint: string
  readonly tls: boolean
  /** the name in its certificate, by which a proxy in front of it may tell it from others */
  readonly serverName: string
}

/** The ways in which gRPC may be told to go through a proxy; where it does, a direct look says nothing. */
const PROXIES = ['grpc_proxy', 'https_proxy', 'http_proxy']

/**
 * Looks whether a gateway takes a connection and speaks HTTP/2, and lets go of it again. A port that is closed is told
 * at once, one that takes connections and is silent after `withinMs`. gRPC itself would wait for minutes on such a port,
 * keep the socket, and not try a closed one again for up to two minutes.
 *
 * @throws Error when it cannot be reached
 */
export async function reach(address: GatewayAddress, withinMs: number): Promise<void> {
  const authority = authorityOf(address)
  if (!authority) return
  await new Promise<void>((resolve, reject) => {
    // Nothing is sent, so it does not matter here whose certificate it is; the connection itself checks that.
    const session = connect(authority, { servername: address.serverName, rejectUnauthorized: false })
    const end = (error?: unknown) => {
      clearTimeout(timer)
      session.destroy()
      if (error === undefined) return resolve()
      const why = error instanceof Error ? error.message : String(error)
      reject(new Error(`the gateway cannot be reached: ${why}`))
    }
    const timer = setTimeout(() => end(`no answer within ${withinMs} ms`), withinMs)
    session.once('remoteSettings', () => end())
    session.on('error', end)
    session.once('close', () => end('it closed the connection'))
  })
}

/** Undefined where an address is found by other means than a name and a port, or a proxy stands in between. */
function authorityOf({ endpoint, tls }: GatewayAddress): string | undefined {
  const proxied = PROXIES.some((name) => process.env[name] || process.env[name.toUpperCase()])
  if (proxied || !/^[^/]+:\d+$/.test(endpoint) || /^(dns|unix|ipv4|ipv6|xds):/.test(endpoint)) return undefined
  return `${tls ? 'https' : 'http'}://${endpoint}`
}
