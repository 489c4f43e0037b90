import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { dialectOf } from '../../src/database/dialects.ts'
import { isAway, postgresTrouble, sqliteTrouble } from '../../src/database/trouble.ts'
import { NotThereYet, OperatorError } from '../../src/operator-error.ts'
import { describeOnBoth } from './both.ts'

async function refusal(url: string, kind: typeof OperatorError = OperatorError): Promise<string> {
  const error: unknown = await openDatabase({ url, busyTimeoutMs: 50 }).catch((caught: unknown) => caught)
  if (!(error instanceof OperatorError)) throw new Error('expected an OperatorError', { cause: error })
  expect(error.constructor).toBe(kind)
  expect(error.message).not.toContain('\n')
  return error.message
}

describe('DATABASE_URL', () => {
  it.each([
    ['mysql://root@localhost/x', /must begin with file:/],
    ['', /must begin with file:/],
    ['file:', /the path of a file/],
    ['file::memory:', /the path of a file/],
    ['file:./x.db?connection_limit=1', /without settings after a \?/],
    ['file://elsewhere/x.db', /not a file on this machine/],
    ['postgresql://me:p/ss@host/db', /not a valid address.*%XX/],
    ['postgresql://me:p#ss@host/db', /not a valid address.*%XX/],
    ['postgresql://me:100%@host/db', /not a valid address.*%XX/],
    ['postgresql://localhost', /names no database/],
    ['postgresql://localhost/db?schema=bot', /only public/],
  ])('%s is refused in one line', async (url, expected) => {
    expect(await refusal(url)).toMatch(expected)
  })
})

describe('a SQLite file', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gezhong-trouble-'))
  })
  afterEach(async () => {
    await chmod(folder, 0o700)
    await rm(folder, { recursive: true, force: true })
  })

  it('is made, with its folder', async () => {
    const database = await openDatabase({ url: `file:${folder}/数据/a b/gezhong.db` })
    expect(await database.client.community.count()).toBe(0)
    await database.close()
  })

  it('cannot be made under something that is no folder', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await refusal(`file:${folder}/file/data/gezhong.db`)).toMatch(/cannot make the folder .*ENOTDIR/)
  })

  it('cannot be a folder', async () => {
    expect(await refusal(`file:${folder}`)).toMatch(/cannot be opened; it must be a file/)
  })

  it('cannot be something else', async () => {
    await writeFile(join(folder, 'letter.db'), 'Dear residents, '.repeat(300))
    expect(await refusal(`file:${folder}/letter.db`)).toMatch(/letter\.db is not an SQLite database/)
  })

  it('cannot be one that another program holds', async () => {
    const url = `file:${folder}/gezhong.db`
    await (await openDatabase({ url })).close()
    const other = await new PrismaBetterSqlite3({ url }).connect()
    await other.executeScript('BEGIN EXCLUSIVE')
    expect(await refusal(url, NotThereYet)).toMatch(/locked by another program/)
    await other.dispose()
    await (await openDatabase({ url })).close()
  })

  it('cannot be one that this user may not write', async () => {
    const url = `file:${folder}/gezhong.db`
    await (await openDatabase({ url })).close()
    await chmod(`${folder}/gezhong.db`, 0o444)
    await chmod(folder, 0o555)
    expect(await asOrdinaryUser(() => refusal(url))).toMatch(/cannot be written; give this user the right/)
  })

  it('cannot be in a folder that this user may not write', async () => {
    await mkdir(join(folder, 'data'))
    await chmod(join(folder, 'data'), 0o555)
    await chmod(folder, 0o755)
    expect(await asOrdinaryUser(() => refusal(`file:${folder}/data/gezhong.db`))).toMatch(/cannot be opened/)
    expect(await asOrdinaryUser(() => refusal(`file:${folder}/other/gezhong.db`))).toMatch(/cannot make.*EACCES/)
  })

  it('survives a power cut, is read while it is written, and watches its foreign keys', async () => {
    const connection = await dialectOf({ url: `file:${folder}/gezhong.db` }).adapters.connect()
    const setting = async (name: string) => {
      const { rows } = await connection.queryRaw({ sql: `PRAGMA ${name}`, args: [], argTypes: [] })
      return rows.flat().map(String)
    }
    const full = '2'
    expect(await setting('synchronous')).toEqual([full])
    expect(await setting('journal_mode')).toEqual(['wal'])
    expect(await setting('foreign_keys')).toEqual(['1'])
    await connection.dispose()
  })
})

/** Rights mean nothing to root, so a test that runs as root gives itself up for a moment. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const { seteuid, geteuid } = process
  if (!seteuid || geteuid?.() !== 0) return await work()
  seteuid(65_534)
  try {
    return await work()
  } finally {
    seteuid(0)
  }
}

describe('a PostgreSQL', () => {
  it('that is not there is named', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    const port = typeof address === 'object' && address ? address.port : 0
    const said = await refusal(`postgresql://me:secret@127.0.0.1:${port}/gezhong`, NotThereYet)
    expect(said).toMatch(/cannot be reached \(ECONNREFUSED\)/)
    expect(said).toContain(`127.0.0.1:${port}`)
    expect(said).not.toContain('secret')
  })

  it('on a host that does not exist is named', async () => {
    expect(await refusal('postgresql://me@no-such-host.invalid/gezhong', NotThereYet)).toMatch(/cannot be reached \(E/)
  })
})

describe('a disk that is full', () => {
  const said = (code: string) => Object.assign(new Error('full'), { code })

  it('is waited for: a machine that was started anew with it has nobody to start the bot later', () => {
    const file = sqliteTrouble(said('SQLITE_FULL'), 'a.db')
    expect(file).toEqual(new NotThereYet('no space is left on the disk of the database a.db'))
    // SQLite itself does not say so. In /proc there is never any room.
    if (process.platform === 'linux') {
      const unsaid = sqliteTrouble(said('SQLITE_IOERR_SHMSIZE'), '/proc/a.db')
      expect(unsaid).toEqual(new NotThereYet('no space is left on the disk of the database /proc/a.db'))
    }
    const server = postgresTrouble(said('53100'), new URL('postgresql://me:secret@db:5432/gezhong'), 'gezhong')
    expect(server).toEqual(new NotThereYet('no space is left on the disk of PostgreSQL at db:5432'))
  })
})

describe('a PostgreSQL that is away', () => {
  it.each(['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', '53300', '57P03'])(
    'is known by %s',
    (code) => {
      expect(isAway(Object.assign(new Error('x'), { code }))).toBe(true)
    },
  )

  it.each(['23505', '28P01', 'ENOENT'])('is not by %s', (code) => {
    expect(isAway(Object.assign(new Error('x'), { code }))).toBe(false)
  })
})

describeOnBoth('a PostgreSQL that is there', (_open, both) => {
  it('refuses a wrong password, an unknown user and an unknown database in one line', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.url()
    const changed = (change: Partial<URL>) => Object.assign(new URL(url), change).href
    expect(await refusal(changed({ password: 'wrong' }))).toMatch(/refuses the password of user gezhong/)
    expect(await refusal(changed({ username: 'nobody' }))).toMatch(/refuses the password of user nobody/)
    expect(await refusal(changed({ pathname: '/nothing' }))).toMatch(/has no database nothing; make it/)
    expect(await refusal(`${url}?sslmode=verify-full`)).toMatch(/no safe connection \(The server does not support SSL/)
    expect(await refusal(`${url}?sslrootcert=/nowhere.crt`)).toMatch(/names a file .* cannot be read: .*nowhere\.crt/)
  })

  it('is refused in one line where it cannot be written', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.url()
    const name = new URL(url).pathname.slice(1)
    const somebody = `somebody_${name}`
    const elsewhere = Object.assign(new URL(url), { pathname: '/postgres' }).href
    const adapter = await dialectOf({ url: elsewhere }).adapters.connect()
    await adapter.executeScript(`CREATE ROLE "${somebody}" LOGIN PASSWORD 'secret'`)
    const theirs = Object.assign(new URL(url), { username: somebody, password: 'secret' }).href
    expect(await refusal(theirs)).toMatch(/does not let user somebody_.* write database .*; make that user its owner/)
    await adapter.executeScript(`DROP ROLE "${somebody}"`)
    await adapter.executeScript(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`)
    expect(await refusal(url, NotThereYet), 'a standby').toMatch(/only lets itself be read/)
    await adapter.executeScript(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`)
    expect(await refusal(url, NotThereYet)).toMatch(/takes no connections to database/)
    await adapter.dispose()
  })

  it('is refused in one line where it cannot hold Chinese', async () => {
    if (both.dialect === 'sqlite') return
    const url = new URL(await both.url())
    const latin = `${url.pathname.slice(1)}_latin`
    const adapter = await dialectOf({ url: url.href }).adapters.connect()
    const like = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    await adapter.executeScript(`CREATE DATABASE "${latin}" ${like}`)
    expect(await refusal(Object.assign(url, { pathname: `/${latin}` }).href)).toMatch(
      /has the encoding LATIN1, which cannot hold Chinese; make one with/,
    )
    await adapter.executeScript(`DROP DATABASE "${latin}"`)
    await adapter.dispose()
  })
})
