import { PrismaClient as Made } from '../../../src/database/generated/postgresql/client.ts'
import { lent } from './lent.ts'

export * from '../../../src/database/generated/postgresql/client.ts'
export const PrismaClient = lent(Made)
