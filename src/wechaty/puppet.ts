import type { impls } from 'wechaty-puppet'
import { OperatorError } from '../operator-error.ts'
import { ServicePuppet } from './service-puppet.ts'

/** What drives one WeChat account, as Wechaty knows it. */
export type Puppet = impls.PuppetInterface

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

const SERVICE = 'wechaty-puppet-service'
const TOKEN = 'WECHATY_PUPPET_SERVICE_TOKEN'

/**
 * Makes the puppet that WECHATY_PUPPET names, with what its own variables say.
 *
 * @param lost called when the connection to a gateway ends
 * @throws OperatorError when there is no such puppet, its package is not installed, or a variable of it is missing
 */
export async function makePuppet(name: string, env: Environment, lost: (reason: string) => void): Promise<Puppet> {
  if (name === SERVICE) return new ServicePuppet(serviceSettings(env), lost)
  const Constructor = await importPuppet(name)
  try {
    return new Constructor()
  } catch (error) {
    throw new OperatorError(`WECHATY_PUPPET=${name}: ${firstLine(error)}`, { cause: error })
  }
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
  const endpoint = env['WECHATY_PUPPET_SERVICE_ENDPOINT']?.trim()
  const insecure = /^(true|1)$/i.test(env['WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT'] ?? '')
  return { token, ...(endpoint && { endpoint }), ...(insecure && { tls: { disable: true } }) }
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
