/**
 * `npm run generate`: makes the two Prisma clients, src/database/generated/sqlite and …/postgresql, from models.prisma.
 * Nothing but the npm registry is needed, and nothing is done when the clients are already those of the models.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dialects, root, schemaOf } from './schemas.js'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/**
 * Prisma's command wants its schema engine, a program that comes from outside the npm registry and that `generate`
 * never starts. Pointing it at a program that is there keeps it from fetching one. The other two keep it from asking
 * the network for news.
 */
const offline = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
}

const made = (await Promise.all(dialects.map(generate))).filter(Boolean)
process.stdout.write(made.length ? `Prisma clients made: ${made.join(', ')}\n` : 'Prisma clients are up to date\n')

/**
 * @param {import('./schemas.js').Dialect} dialect
 * @returns {Promise<string | undefined>} the dialect, or nothing when its client was already right
 */
async function generate(dialect) {
  const home = join(root, 'src/database/generated')
  const client = join(home, dialect)
  const stamp = `${client}.sha256`
  const schema = await schemaOf(dialect, './client')
  const hash = createHash('sha256').update(schema).update(require('prisma/package.json').version).digest('hex')
  if (hash === (await read(stamp)) && (await read(join(client, 'client.ts')))) return undefined

  const making = join(home, `making-${dialect}-${process.pid}`)
  const file = join(making, 'schema.prisma')
  await mkdir(making, { recursive: true })
  try {
    await writeFile(file, schema)
    const prisma = require.resolve('prisma/build/index.js')
    await run(process.execPath, [prisma, 'generate', '--schema', file], {
      cwd: root,
      env: { ...process.env, ...offline },
    })
    // The old one stays in use until the new one is whole. The stamp comes last: a run that was cut off is done again.
    await rm(client, { recursive: true, force: true })
    await rename(join(making, 'client'), client)
    await writeFile(stamp, hash)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  return dialect
}

/** @param {string} file */
async function read(file) {
  return await readFile(file, 'utf8').catch(() => undefined)
}
