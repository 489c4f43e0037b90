import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'

type Provider = 'sqlite' | 'postgresql'
type EngineModule = typeof import('@prisma/schema-engine-wasm')

/** The package keeps its WebAssembly instance in a variable of its own, so a process can have only one of it. */
let loaded: Promise<EngineModule> | undefined

export interface Migration {
  /** the folder's name: 14 digits of time and what it is about */
  readonly name: string
  readonly sql: string
}

/**
 * Runs Prisma's schema engine on a database. It is the WebAssembly build, which comes from the npm registry; the one
 * that Prisma's command uses is a program to be fetched from elsewhere. Whatever connections it made are closed
 * afterwards.
 */
async function withSchemaEngine<T>(
  provider: Provider,
  adapters: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load()
  const { SchemaEngine } = await loaded
  const tracked = trackConnections(adapters)
  const captured = bindMigrationAwareSqlAdapterFactory(tracked.factory)
  const schema = `datasource db {\n  provider = "${provider}"\n}\n`
  try {
    const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, captured)
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } catch (error) {
    // Where a driver throws something it has no name for, the engine only says "External error id#0".
    const id = /External error id#(\d+)/.exec(String(error))?.[1]
    throw (id === undefined ? undefined : captured.errorRegistry.consumeError(Number(id))?.error) ?? error
  } finally {
    await tracked.close()
  }
}

/** Applies the migrations that the database has not had yet, and returns their names. */
export async function applyMigrations(
  provider: Provider,
  adapters: SqlMigrationAwareDriverAdapterFactory,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const migrationsList: MigrationList = {
    baseDir: 'migrations',
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
  const filters = { externalTables: [], externalEnums: [] }
  const { appliedMigrationNames } = await withSchemaEngine(provider, adapters, (engine) =>
    engine.applyMigrations({ migrationsList, filters }),
  )
  return appliedMigrationNames
}

/**
 * The SQL that takes a database from one schema to another, or from nothing; undefined when they ask for the same.
 * Schemas are compared, not a database, because the engine cannot read the catalogue of PostgreSQL through its adapter.
 */
export async function differenceBetween(
  provider: Provider,
  adapters: SqlMigrationAwareDriverAdapterFactory,
  before: string | undefined,
  after: string,
): Promise<string | undefined> {
  const models = (content: string) =>
    ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] }) as const satisfies DiffTarget
  const { exitCode, stdout } = await withSchemaEngine(provider, adapters, (engine) =>
    engine.diff({
      from: before === undefined ? { tag: 'empty' } : models(before),
      to: models(after),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  )
  return exitCode === 2 && stdout ? stdout : undefined
}

function trackConnections(adapters: SqlMigrationAwareDriverAdapterFactory) {
  const open = new Set<SqlDriverAdapter>()
  function track(adapter: SqlDriverAdapter): SqlDriverAdapter {
    open.add(adapter)
    const dispose = adapter.dispose.bind(adapter)
    adapter.dispose = async () => {
      if (open.delete(adapter)) await dispose()
    }
    return adapter
  }
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapters.provider,
    adapterName: adapters.adapterName,
    connect: async () => track(await adapters.connect()),
    connectToShadowDb: async () => track(await adapters.connectToShadowDb()),
  }
  const close = async () => {
    for (const adapter of [...open]) await adapter.dispose()
  }
  return { factory, close }
}

/** What is used of the global of that name, whose types come only with those of the browser. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>
}

/** Puts the WebAssembly file together with its glue. The package's entry imports it as a module, which Node 20 cannot. */
async function load(): Promise<EngineModule> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(join(dirname(script), 'schema_engine_bg.wasm'))
  const untyped: unknown = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue = untyped as EngineModule & { __wbg_set_wasm(exports: Record<string, unknown>): void }
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': withQuietTimers(glue) })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start']
  if (typeof start === 'function') start()
  return glue
}

/**
 * The engine never stops the clock by which it limits the wait for a lock of PostgreSQL: a process that has changed the
 * tables and has nothing left to do, `npm run restore` for one, would live on for ten seconds. While the engine works its
 * connections keep the process alive.
 */
function withQuietTimers(glue: object): Record<string, unknown> {
  const imports: Record<string, unknown> = { ...glue }
  for (const [name, value] of Object.entries(imports)) {
    if (!name.startsWith('__wbg_setTimeout_') || typeof value !== 'function') continue
    imports[name] = (...args: unknown[]) => {
      const timer: unknown = value(...args)
      if (timer instanceof Object && 'unref' in timer && typeof timer.unref === 'function') timer.unref()
      return timer
    }
  }
  return imports
}
