import type { impls } from 'wechaty-puppet'
import { OperatorError } from '../operator-error.ts'
import { reach } from './reach.ts'
import type { ServicePuppet, Watching } from './service-puppet.ts'

/** What drives one WeChat account, as Wechaty knows it. */
export type Puppet = impls.PuppetInterface

/** What a puppet was asked; undefined where it cannot tell: a message is heard though its sender's name cannot be read. */
export function quietly<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch(() => undefined)
}

type Environment = Readonly<Record<string, string | undefined>>

/** The puppets somebody may have meant, with what each needs. From wechaty's own list and its providers' pages, 2026-11. */
export const KNOWN_PUPPETS = [
  'wechaty-puppet-service',
  'wechaty-puppet-wechat4u',
  'wechaty-puppet-padlocal',
  'wechaty-puppet-wechat',
  'wechaty-puppet-xp',
  'wechaty-puppet-official-account',
] as const

export const SERVICE = 'wechaty-puppet-service'
const TOKEN = 'WECHATY_PUPPET_SERVICE_TOKEN'
const ENDPOINT = 'WECHATY_PUPPET_SERVICE_ENDPOINT'

/** How long a gateway may take to take a connection, in milliseconds: one lost packet and the way round the world. */
const REACH_MS = 2000

/**
 * Makes the puppet that WECHATY_PUPPET names, with what its own variables say. One of a gateway is made only once the
 * gateway is there: what fails to start takes Wechaty 5 s to get rid of.
 *
 * @throws OperatorError when there is no such puppet, its package is not installed, or a variable of it is missing;
 *   any other error when the gateway is not there
 */
export async function makePuppet(name: string, env: Environment, watching: Watching): Promise<Puppet> {
  if (name === SERVICE) {
    const { address, ...settings } = serviceSettings(env)
    if (address) await reach(address, REACH_MS)
    // Not before it is needed: the sandbox, say, starts a third of a second sooner without gRPC, and 20 MB smaller.
    const { ServicePuppet } = await import('./service-puppet.ts')
    return new ServicePuppet(settings, watching)
  }
  const Constructor = await importPuppet(name)
  try {
    return new Constructor()
  } catch (error) {
    throw new OperatorError(`WECHATY_PUPPET=${name}: ${firstLine(error)}`, { cause: error })
  }
}

/** The puppet of a gateway, where it is one. Told by what it can do, which needs no class and so loads none. */
export function ofGateway(puppet: Puppet | undefined): ServicePuppet | undefined {
  return puppet && 'cutOff' in puppet ? (puppet as ServicePuppet) : undefined
}

/** Whether a gateway said no, rather than nothing: asking again at once would only annoy it. */
export function isRefusal(reason: string): boolean {
  return /UNAUTHENTICATED|PERMISSION_DENIED|Invalid Wechaty TOKEN/i.test(reason)
}

function serviceSettings(env: Environment) {
  const token = env[TOKEN]?.trim()
  if (!token) {
    throw new OperatorError(`${TOKEN} is not set: ${SERVICE} needs the token that the provider of the gateway gave you`)
  }
  // The part before the first _ names the gateway's certificate; without it the puppet never starts.
  if (!token.includes('_') && !env['WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME']) {
    throw new OperatorError(`${TOKEN} must look like insecure_… or <provider>_…; did a part of it get lost?`)
  }
  const endpoint = env[ENDPOINT]?.trim()
  // gRPC would look for such a place for ever.
  if (endpoint && !isPlace(endpoint)) {
    throw new OperatorError(`${ENDPOINT}=${endpoint}: must be host:port, such as 127.0.0.1:8080`)
  }
  const insecure = /^(true|1)$/i.test(env['WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT'] ?? '')
  const serverName = env['WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME'] || token.split('_', 1)[0] || token
  return {
    token,
    ...(endpoint && { endpoint, address: { endpoint, tls: !insecure, serverName } }),
    ...(insecure && { tls: { disable: true } }),
  }
}

/** A host and its port, a host alone, or what is looked up in another way (dns:///…, unix:…, wechaty://…). */
function isPlace(endpoint: string): boolean {
  if (/^(dns|unix|unix-abstract|ipv4|ipv6|xds|wechaty):\S+$/.test(endpoint)) return true
  const found = /^(?:[^\s/:[\]]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(endpoint)
  const port = Number(found?.[1] ?? 1)
  return found !== null && port >= 1 && port <= 65535
}

async function importPuppet(name: string): Promise<new () => Puppet> {
  if (!/^(@[\w.-]+\/)?wechaty-puppet-[\w.-]+$/.test(name)) throw unknownPuppet(name)
  try {
    let module: unknown = await import(name)
    // A CommonJS package arrives as { default: { default: Puppet } }.
    while (typeof module === 'object' && module !== null && 'default' in module) module = module.default
    if (typeof module !== 'function') throw new Error('the package exports no puppet')
    return module as new () => Puppet
  } catch (error) {
    if (!isMissing(error, name)) {
      throw new OperatorError(`WECHATY_PUPPET=${name}: cannot be loaded: ${firstLine(error)}`, { cause: error })
    }
    if (!(KNOWN_PUPPETS as readonly string[]).includes(name)) throw unknownPuppet(name)
    throw new OperatorError(`WECHATY_PUPPET=${name}: that package is not installed; run: npm install ${name}`)
  }
}

function unknownPuppet(name: string): OperatorError {
  const known = KNOWN_PUPPETS.join(', ')
  return new OperatorError(
    `WECHATY_PUPPET=${name}: no such puppet is installed. Known are ${known}; another one: npm install wechaty-puppet-…`,
  )
}

function isMissing(error: unknown, name: string): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_MODULE_NOT_FOUND' && firstLine(error).includes(`'${name}'`)
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
