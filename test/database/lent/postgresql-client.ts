import { PrismaClient as Made } from '../../../src/database/generated/postgresql/client.ts'
import { connectAgain, leave } from './kept-connections.ts'
import { lent } from './lent.ts'

export * from '../../../src/database/generated/postgresql/client.ts'
export const PrismaClient = lent(Made, { connect: connectAgain, leave })
