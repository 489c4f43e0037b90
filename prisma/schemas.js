import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** @typedef {'sqlite' | 'postgresql'} Dialect */

/** Both databases the program can live in. @type {readonly Dialect[]} */
export const dialects = ['sqlite', 'postgresql']

/** The folder of the package, with a separator at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The complete Prisma schema of one database: its head and the models, which are the same for both.
 * @param {Dialect} dialect
 * @param {string} output where the client goes: absolute, or relative to the file the schema is written to
 */
export async function schemaOf(dialect, output) {
  const models = await readFile(new URL('models.prisma', import.meta.url), 'utf8')
  return `${headOf(dialect, output)}\n${models}`
}

/**
 * `importFileExtension` makes the generated files import each other the way the rest of the source does, so that one
 * compiler setting rewrites them all. `compilerBuild`: compiled queries are kept and used again, so the quicker compiler
 * gains nothing in the long run, but costs 0.2 s at each start and some 40 MB of memory (measured on Prisma 7.10, Node 20).
 * @param {Dialect} dialect
 * @param {string} output where the client goes: absolute, or relative to the file the schema is written to
 */
export function headOf(dialect, output) {
  return `generator client {
  provider               = "prisma-client"
  output                 = ${JSON.stringify(output)}
  runtime                = "nodejs"
  moduleFormat           = "esm"
  generatedFileExtension = "ts"
  importFileExtension    = "ts"
  compilerBuild          = "small"
}

datasource db {
  provider = "${dialect}"
}
`
}
