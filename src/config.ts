import { join, resolve } from 'node:path'
import { z } from 'zod'
import { OperatorError } from './operator-error.ts'
import { KEY_FORM, readKey } from './sealing/key-text.ts'
import { parseQuietHours, type QuietHours } from './time/quiet-hours.ts'

/** How fast one account may speak. Zero for a limit means that there is none. */
export interface Pace {
  /** least time between two messages, in milliseconds; up to half as much again is added at random */
  readonly gapMs: number
  readonly perMinute: number
  readonly groupPerMinute: number
  readonly perDay: number
}

/** A robot of another chat, or anything that takes a POST, told of what the account itself can no longer tell. */
export interface Webhook {
  readonly url: string
  readonly format: 'wecom' | 'dingtalk' | 'feishu' | 'json'
}

/** An endpoint that speaks the chat completions of OpenAI, asked where the rules are unsure. */
export interface ModelSettings {
  /** undefined for a server that wants none */
  readonly apiKey: string | undefined
  readonly baseUrl: string
  readonly model: string
  /** the most tokens a process uses in a day (Shanghai); at 0 nothing is asked */
  readonly tokensPerDay: number
}

/** With what is sealed that must not be read in the database or a back-up. */
export interface DataKeys {
  /** undefined: nothing is sealed, and what needs it stays off */
  readonly key: Uint8Array | undefined
  /** older keys, from which everything is taken over to the current one at the start */
  readonly before: readonly Uint8Array[]
  /** the ids of keys that will never come back: what is sealed with them is let go of */
  readonly lostForGood: readonly string[]
}

/** Everything a deployer can set. Nothing has to be set. */
export interface Settings {
  /** the puppet of a real account, or undefined for the sandbox */
  readonly puppet: string | undefined
  readonly databaseUrl: string
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly communityFile: string | undefined
  readonly claimCode: string | undefined
  readonly pace: Pace
  readonly quietHours: QuietHours | undefined
  /** which of the deployment's accounts this process drives; each of several processes has its own */
  readonly seat: string
  /** whether the puppet gives out new contact and group ids at a login */
  readonly unstableIds: boolean
  readonly webhook: Webhook | undefined
  readonly backup: { readonly dir: string; readonly keep: number }
  /** undefined: no words ever leave, the rules decide alone */
  readonly model: ModelSettings | undefined
  readonly dataKeys: DataKeys
  /** the deployer's own in place of the one that comes with the program */
  readonly impactAssessmentFile: string | undefined
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

// No limit is published; these are what accounts lived with safely (reports collected 2026-11).
const ACCOUNT_PACE: Pace = { gapMs: 3000, perMinute: 12, groupPerMinute: 4, perDay: 300 }
// Nobody bans a sandbox: quick enough to be pleasant, slow enough to be read as a conversation.
const SANDBOX_PACE: Pace = { gapMs: 50, perMinute: 0, groupPerMinute: 0, perDay: 0 }

// A question takes some 2,600 by our estimate, mostly for the list of categories: 76 a day or more, where 12 groups had
// need of some 50 on paper (1,000 messages a day, one in twenty unsure or long).
const TOKENS_PER_DAY = 200_000

const count = z.coerce
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(0, 'must not be negative')

const environment = z.object({
  WECHATY_PUPPET: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.|postgres(ql)?:\/\/)/, 'must begin with file: (SQLite) or postgresql:// (PostgreSQL)')
    .optional(),
  DATA_DIR: z.string().optional(),
  HOST: z.string().optional(),
  PORT: count.max(65535, 'must be at most 65535').optional(),
  COMMUNITY_FILE: z.string().optional(),
  CLAIM_CODE: z
    .string()
    .regex(/^\S{6,64}$/, 'must be 6 to 64 characters without blanks')
    .optional(),
  PACE_GAP_MS: count.optional(),
  PACE_PER_MINUTE: count.optional(),
  PACE_GROUP_PER_MINUTE: count.optional(),
  PACE_PER_DAY: count.optional(),
  SEAT: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'must be 1 to 40 letters, digits, dots, dashes or underscores')
    .optional(),
  UNSTABLE_IDS: z.enum(['yes', 'no'], { error: 'must be yes or no' }).optional(),
  WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
    .optional(),
  WEBHOOK_FORMAT: z
    .enum(['wecom', 'dingtalk', 'feishu', 'json'], { error: 'must be one of wecom, dingtalk, feishu, json' })
    .optional(),
  BACKUP_DIR: z.string().optional(),
  BACKUP_KEEP: count.optional(),
  OPENAI_API_KEY: z
    .string()
    .regex(
      /^[\x21-\x7e]+$/,
      'must be the key alone: letters, digits and signs, without blanks or quotation marks around it',
    )
    .optional(),
  OPENAI_BASE_URL: z
    .string()
    .refine(isSafeEndpoint, {
      error:
        'must be an address such as https://api.deepseek.com/v1, without a password in it; http:// only on this machine or in its network (http://localhost:11434/v1)',
    })
    .optional(),
  OPENAI_MODEL: z.string().regex(/^\S+$/, 'must be the name of one model, without blanks').optional(),
  OPENAI_TOKENS_PER_DAY: count.optional(),
  DATA_KEY: z.string().transform(asKey).optional(),
  DATA_KEY_BEFORE: z
    .string()
    .transform((text, context) => text.split(',').map((each) => asKey(each, context)))
    .optional(),
  DATA_KEY_LOST: z
    .string()
    .regex(/^[0-9a-f]{16}(,\s*[0-9a-f]{16})*$/, 'must be the id of a key, as the program tells it: 16 digits 0-9 a-f')
    .optional(),
  IMPACT_ASSESSMENT_FILE: z.string().optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .optional(),
})

/** What may hold a password is not repeated in a message that ends up in somebody's log. */
const SECRET: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'CLAIM_CODE',
  'WEBHOOK_URL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'DATA_KEY',
  'DATA_KEY_BEFORE',
  // Somebody may write the key there.
  'DATA_KEY_LOST',
])

/**
 * Reads the settings from environment variables. A variable that is set to nothing counts as not set, except
 * QUIET_HOURS, where nothing means no quiet hours.
 *
 * @throws OperatorError naming the first variable that cannot be used, its value, and what it should be
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0])
    throw new OperatorError(`${name}${SECRET.has(name) ? '' : `=${given[name]}`}: ${issue?.message}`)
  }
  const value = parsed.data
  const dataDir = resolve(value.DATA_DIR ?? 'data')
  const defaults = value.WECHATY_PUPPET ? ACCOUNT_PACE : SANDBOX_PACE
  return {
    puppet: value.WECHATY_PUPPET,
    databaseUrl: value.DATABASE_URL ?? `file:${resolve(dataDir, 'gezhong.db')}`,
    dataDir,
    host: value.HOST ?? '127.0.0.1',
    port: value.PORT ?? 8788,
    communityFile: value.COMMUNITY_FILE,
    claimCode: value.CLAIM_CODE,
    pace: {
      gapMs: value.PACE_GAP_MS ?? defaults.gapMs,
      perMinute: value.PACE_PER_MINUTE ?? defaults.perMinute,
      groupPerMinute: value.PACE_GROUP_PER_MINUTE ?? defaults.groupPerMinute,
      perDay: value.PACE_PER_DAY ?? defaults.perDay,
    },
    quietHours: parseQuietHours(env['QUIET_HOURS'] ?? '21:30-07:30'),
    seat: value.SEAT ?? 'main',
    unstableIds: value.UNSTABLE_IDS === undefined ? givesNewIds(value.WECHATY_PUPPET) : value.UNSTABLE_IDS === 'yes',
    webhook: value.WEBHOOK_URL
      ? { url: value.WEBHOOK_URL, format: value.WEBHOOK_FORMAT ?? formatAt(value.WEBHOOK_URL) }
      : undefined,
    backup: { dir: resolve(value.BACKUP_DIR ?? join(dataDir, 'backups')), keep: value.BACKUP_KEEP ?? 14 },
    // A key or an address turns it on; a model's name alone does not.
    model:
      value.OPENAI_API_KEY || value.OPENAI_BASE_URL
        ? {
            apiKey: value.OPENAI_API_KEY,
            baseUrl: value.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
            model: value.OPENAI_MODEL ?? 'gpt-4.1-mini',
            tokensPerDay: value.OPENAI_TOKENS_PER_DAY ?? TOKENS_PER_DAY,
          }
        : undefined,
    dataKeys: {
      key: value.DATA_KEY,
      before: value.DATA_KEY_BEFORE ?? [],
      lostForGood: value.DATA_KEY_LOST?.split(/,\s*/) ?? [],
    },
    impactAssessmentFile: value.IMPACT_ASSESSMENT_FILE,
    logLevel: value.LOG_LEVEL ?? 'info',
  }
}

function asKey(text: string, context: z.RefinementCtx): Uint8Array {
  const key = readKey(text)
  if (key) return key
  context.addIssue({ code: 'custom', message: KEY_FORM })
  return z.NEVER
}

/** The puppets of the web protocol, whose ids change with every login (measured and reported, 2026-11). */
function givesNewIds(puppet: string | undefined): boolean {
  return puppet !== undefined && /^wechaty-puppet-(wechat4u|wechat)$/.test(puppet)
}

/** Residents' words, even marked, go over open lines only where the line is one's own: this machine or a private network. */
function isSafeEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  if (username || password) return false
  if (protocol === 'https:') return true
  const near =
    /^(?:localhost|[\w-]+|.*\.(?:local|lan|internal)|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\])$/
  return protocol === 'http:' && near.test(hostname)
}

/** The robots of the three chats by the hosts their makers publish; anything else gets plain JSON. */
function formatAt(url: string): Webhook['format'] {
  const { hostname } = new URL(url)
  if (hostname === 'qyapi.weixin.qq.com') return 'wecom'
  if (hostname === 'oapi.dingtalk.com') return 'dingtalk'
  if (hostname === 'open.feishu.cn' || hostname === 'open.larksuite.com') return 'feishu'
  return 'json'
}
