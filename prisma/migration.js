/**
 * `npm run migration -- NAME`: writes the next migration of both databases: the way from migrations/models.prisma, the
 * models as the last migration left them, to models.prisma. Read what it wrote before committing it: a renamed column
 * looks like one dropped and one added, and a new column without a default fails where rows exist.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { dialects, headOf, root } from './schemas.js'
import { startTemporaryPostgres } from './temporary-postgres.js'

const migrations = join(root, 'prisma/migrations')
/** A back-up of one database is restored to the other, at the migration of the same name: so each has all of them. */
const NOTHING = '-- Nothing to change in this database.\n'

try {
  const about = process.argv[2] ?? ''
  if (!/^[a-z][a-z0-9-]*$/.test(about)) throw new Error('Say what changes: npm run migration -- add-courses')
  const written = await writeNext(about)
  const list = written.map((file) => `  ${relative(root, file)}\n`).join('')
  process.stdout.write(list ? `Written:\n${list}` : 'models.prisma asks for nothing that the migrations do not make\n')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

/**
 * @param {string} about
 * @returns {Promise<string[]>} the files written
 */
async function writeNext(about) {
  const snapshot = join(migrations, 'models.prisma')
  const before = await readFile(snapshot, 'utf8').catch(() => undefined)
  const after = await readFile(join(root, 'prisma/models.prisma'), 'utf8')
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const name = `${time}_${about.replaceAll('-', '_')}`

  /** @type {[import('./schemas.js').Dialect, string | undefined][]} */
  const steps = []
  await withEmptyDatabases(async (urls) => {
    for (const dialect of dialects) {
      const head = headOf(dialect, 'unused')
      const sql = await step(
        dialect,
        urls[dialect],
        name,
        before === undefined ? undefined : head + before,
        head + after,
      )
      steps.push([dialect, sql])
    }
  })
  /** @type {[string, string][]} */
  const files = []
  if (steps.some(([, sql]) => sql !== undefined)) {
    for (const [dialect, sql = NOTHING] of steps) {
      files.push([join(migrations, dialect, name, 'migration.sql'), sql])
      // So that Prisma's own commands understand the folder as well.
      files.push([join(migrations, dialect, 'migration_lock.toml'), `provider = "${dialect}"\n`])
    }
  }
  if (after !== before) files.push([snapshot, after])
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return files.map(([file]) => file)
}

/**
 * The SQL of the next migration, tried out behind the earlier ones; nothing when none is needed.
 * @param {import('./schemas.js').Dialect} name
 * @param {string} url an empty database
 * @param {string} migration
 * @param {string | undefined} before
 * @param {string} after
 * @returns {Promise<string | undefined>}
 */
async function step(name, url, migration, before, after) {
  const { dialectOf, migrationsOf, differenceBetween, applyMigrations } = await program()
  const { adapters } = dialectOf({ url })
  const sql = await differenceBetween(name, adapters, before, after)
  if (sql === undefined) return undefined
  const earlier = await migrationsOf(name).catch(() => [])
  await applyMigrations(name, adapters, [...earlier, { name: migration, sql }])
  return sql
}

/** The databases are reached in the program's own way, as it was built last. */
async function program() {
  try {
    const parts = await Promise.all([
      import('../dist/database/dialects.js'),
      import('../dist/database/migrations.js'),
      import('../dist/database/schema-engine.js'),
    ])
    return Object.assign({}, ...parts)
  } catch (error) {
    throw new Error('The compiled program is missing; run npm run build first', { cause: error })
  }
}

/** @param {(urls: Record<import('./schemas.js').Dialect, string>) => Promise<void>} work */
async function withEmptyDatabases(work) {
  const folder = await mkdtemp(join(tmpdir(), 'gezhong-migration-'))
  const postgres = await startTemporaryPostgres()
  try {
    await work({ sqlite: `file:${join(folder, 'empty.db')}`, postgresql: postgres.url })
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
