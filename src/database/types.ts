/**
 * The rows, enums and input types of prisma/models.prisma. This is the one door to the generated clients: they are made
 * from the same models, so what the SQLite client exports here holds for PostgreSQL too (see database.ts).
 */

export type * from './generated/sqlite/client.ts'
export { Prisma } from './generated/sqlite/client.ts'
export * from './generated/sqlite/enums.ts'
