import { PrismaClient as Made } from '../../../src/database/generated/sqlite/client.ts'
import { lent } from './lent.ts'

export * from '../../../src/database/generated/sqlite/client.ts'
export const PrismaClient = lent(Made)
