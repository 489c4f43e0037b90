import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../src/config.ts'
import { OperatorError } from '../src/operator-error.ts'
import { testKey } from './sealing/keys.ts'

describe('settings', () => {
  it('need not be given at all', () => {
    expect(readSettings({})).toEqual({
      puppet: undefined,
      databaseUrl: `file:${resolve('data', 'gezhong.db')}`,
      dataDir: resolve('data'),
      host: '127.0.0.1',
      port: 8788,
      communityFile: undefined,
      claimCode: undefined,
      pace: { gapMs: 50, perMinute: 0, groupPerMinute: 0, perDay: 0 },
      quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 },
      seat: 'main',
      unstableIds: false,
      webhook: undefined,
      backup: { dir: resolve('data', 'backups'), keep: 14 },
      model: undefined,
      dataKeys: { key: undefined, before: [], lostForGood: [] },
      impactAssessmentFile: undefined,
      logLevel: 'info',
    })
  })

  it('are slow and careful with a real account', () => {
    expect(readSettings({ WECHATY_PUPPET: 'wechaty-puppet-service' })).toMatchObject({
      puppet: 'wechaty-puppet-service',
      pace: { gapMs: 3000, perMinute: 12, groupPerMinute: 4, perDay: 300 },
    })
  })

  it('know what a puppet and a webhook need by their names', () => {
    const settings = readSettings({
      WECHATY_PUPPET: 'wechaty-puppet-wechat4u',
      WEBHOOK_URL: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
    })
    expect(settings.unstableIds).toBe(true)
    expect(settings.webhook?.format).toBe('wecom')
    expect(readSettings({ WEBHOOK_URL: 'http://127.0.0.1:9/x' }).webhook?.format).toBe('json')
    expect(readSettings({ WECHATY_PUPPET: 'wechaty-puppet-wechat4u', UNSTABLE_IDS: 'no' }).unstableIds).toBe(false)
  })

  it('do not repeat the address of a webhook, which is a secret', () => {
    expect(() => readSettings({ WEBHOOK_URL: 'robot?key=secret' })).toThrow(/^WEBHOOK_URL: must be an address/)
  })

  it('are taken as they are given', () => {
    expect(
      readSettings({
        DATABASE_URL: 'postgresql://me@db/gezhong',
        DATA_DIR: 'elsewhere',
        HOST: '0.0.0.0',
        PORT: '0',
        COMMUNITY_FILE: 'mine.yaml',
        CLAIM_CODE: '7KQ2-M9XA',
        PACE_GAP_MS: '0',
        PACE_PER_MINUTE: '6',
        PACE_GROUP_PER_MINUTE: '2',
        PACE_PER_DAY: '100',
        QUIET_HOURS: '',
        LOG_LEVEL: 'debug',
        SEAT: 'street-2',
        UNSTABLE_IDS: 'yes',
        WEBHOOK_URL: 'https://oapi.dingtalk.com/robot/send?access_token=x',
        WEBHOOK_FORMAT: 'json',
        BACKUP_DIR: 'kept',
        BACKUP_KEEP: '3',
      }),
    ).toEqual({
      puppet: undefined,
      databaseUrl: 'postgresql://me@db/gezhong',
      dataDir: resolve('elsewhere'),
      host: '0.0.0.0',
      port: 0,
      communityFile: 'mine.yaml',
      claimCode: '7KQ2-M9XA',
      pace: { gapMs: 0, perMinute: 6, groupPerMinute: 2, perDay: 100 },
      quietHours: undefined,
      seat: 'street-2',
      unstableIds: true,
      webhook: { url: 'https://oapi.dingtalk.com/robot/send?access_token=x', format: 'json' },
      backup: { dir: resolve('kept'), keep: 3 },
      model: undefined,
      dataKeys: { key: undefined, before: [], lostForGood: [] },
      impactAssessmentFile: undefined,
      logLevel: 'debug',
    })
  })

  it('that are set to nothing count as not set, except no quiet hours', () => {
    expect(readSettings({ PORT: '', HOST: '  ', DATA_DIR: '', WECHATY_PUPPET: '', LOG_LEVEL: '' })).toEqual(
      readSettings({}),
    )
    expect(readSettings({ QUIET_HOURS: '  ' }).quietHours).toBeUndefined()
    expect(readSettings({ QUIET_HOURS: '12:30-14:00' }).quietHours).toEqual({ from: 750, to: 840 })
  })

  it.each([
    ['PORT', 'eighty', 'must be a number'],
    ['PORT', '80.5', 'must be a whole number'],
    ['PORT', '-1', 'must not be negative'],
    ['PORT', '70000', 'must be at most 65535'],
    ['DATABASE_URL', 'mysql://me@db/gezhong', 'must begin with file: (SQLite) or postgresql:// (PostgreSQL)'],
    ['DATABASE_URL', 'file:', 'must begin with file: (SQLite) or postgresql:// (PostgreSQL)'],
    ['PACE_GAP_MS', 'fast', 'must be a number'],
    ['PACE_PER_MINUTE', '-3', 'must not be negative'],
    ['PACE_GROUP_PER_MINUTE', '1.5', 'must be a whole number'],
    ['PACE_PER_DAY', 'Infinity', 'must be a number'],
    ['QUIET_HOURS', '9pm', 'must look like 21:30-07:30, or be empty for none'],
    ['QUIET_HOURS', '25:00-07:00', 'must look like 21:30-07:30, or be empty for none'],
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, fatal, silent'],
  ])('%s=%s is refused in one line', (name, value, why) => {
    const shown = name === 'DATABASE_URL' ? name : `${name}=${value}`
    expect(() => readSettings({ [name]: value })).toThrow(new OperatorError(`${shown}: ${why}`))
  })

  it('know a model by a key or by an address', () => {
    expect(readSettings({ OPENAI_MODEL: 'small', OPENAI_TOKENS_PER_DAY: '5' }).model).toBeUndefined()
    expect(readSettings({ OPENAI_API_KEY: 'sk-1' }).model).toEqual({
      apiKey: 'sk-1',
      baseUrl: 'https://api.openai.com/v1',
      model: 'gpt-4.1-mini',
      tokensPerDay: 200_000,
    })
    const local = { OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'qwen3:8b', OPENAI_TOKENS_PER_DAY: '0' }
    expect(readSettings(local).model).toEqual({
      apiKey: undefined,
      baseUrl: 'http://localhost:11434/v1',
      model: 'qwen3:8b',
      tokensPerDay: 0,
    })
  })

  it.each([
    'https://api.deepseek.com/v1',
    'http://ollama:11434/v1',
    'http://192.168.1.20:8000/v1',
    'http://[::1]:1/v1',
  ])('send words to %s', (address) => {
    expect(readSettings({ OPENAI_BASE_URL: address }).model?.baseUrl).toBe(address)
  })

  it.each([
    ['OPENAI_BASE_URL', 'api.deepseek.com/v1', /^OPENAI_BASE_URL: must be an address such as https/],
    ['OPENAI_BASE_URL', 'http://api.deepseek.com/v1', /http:\/\/ only on this machine or in its network/],
    ['OPENAI_BASE_URL', 'http://10.example.com/v1', /http:\/\/ only on this machine/],
    ['OPENAI_BASE_URL', 'https://me:secret@example.com/v1', /^OPENAI_BASE_URL: (?!.*secret)/],
    ['OPENAI_BASE_URL', 'file:///etc/passwd', /^OPENAI_BASE_URL: must be/],
    ['OPENAI_API_KEY', 'sk-secret ', /^OPENAI_API_KEY: (?!.*secret).*without blanks/],
    ['OPENAI_API_KEY', '“sk-secret”', /^OPENAI_API_KEY: (?!.*secret)/],
    ['OPENAI_MODEL', 'a b', /^OPENAI_MODEL=a b: must be the name of one model/],
    ['OPENAI_TOKENS_PER_DAY', 'many', /^OPENAI_TOKENS_PER_DAY=many: must be a number$/],
  ])('refuse %s=%s in a line that tells no secret', (name, value, why) => {
    expect(() => readSettings({ [name]: value })).toThrow(why)
  })

  it('take a data key as base64 or as hexadecimal digits, and older ones', () => {
    const bytes = Buffer.from(testKey('A'))
    const other = Buffer.from(testKey('B'))
    for (const form of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      ` ${bytes.toString('hex').toUpperCase()} `,
    ]) {
      expect(readSettings({ DATA_KEY: form }).dataKeys, form).toEqual({ key: bytes, before: [], lostForGood: [] })
    }
    const before = `${bytes.toString('hex')}, ${other.toString('base64')}`
    expect(readSettings({ DATA_KEY_BEFORE: before }).dataKeys.before).toEqual([bytes, other])
    const lost = '0123456789abcdef, fedcba9876543210'
    expect(readSettings({ DATA_KEY_LOST: lost }).dataKeys.lostForGood).toEqual(['0123456789abcdef', 'fedcba9876543210'])
  })

  it.each([
    ['DATA_KEY', 'a word that somebody has thought up'],
    ['DATA_KEY', Buffer.from(testKey('A')).toString('base64').slice(0, 40)],
    ['DATA_KEY', Buffer.from(testKey('A')).toString('hex').slice(1)],
    ['DATA_KEY', '0'.repeat(64)],
    ['DATA_KEY', 'abababababababababababababababababababababA='],
    ['DATA_KEY_BEFORE', `${Buffer.from(testKey('A')).toString('hex')},secret`],
    ['DATA_KEY_LOST', Buffer.from(testKey('A')).toString('hex')],
  ])('refuse %s=%s in one line that does not repeat it', (name, value) => {
    let said: unknown
    try {
      readSettings({ [name]: value })
    } catch (error) {
      said = error
    }
    expect(said).toBeInstanceOf(OperatorError)
    expect(String(said)).toMatch(new RegExp(`${name}: must be [^\\n]*$`))
    expect(String(said)).not.toContain(value.slice(-8))
  })

  it('never print a claim code or a password', () => {
    expect(() => readSettings({ DATABASE_URL: 'postgress://me:secret@db/gezhong' })).toThrow(
      /^DATABASE_URL: (?!.*secret)/,
    )
    expect(() => readSettings({ CLAIM_CODE: 'abc' })).toThrow(
      new OperatorError('CLAIM_CODE: must be 6 to 64 characters without blanks'),
    )
  })
})
