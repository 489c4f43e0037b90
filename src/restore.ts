import { resolve } from 'node:path'
import { describeRestored } from './backup/report.ts'
import { restoreBackup } from './backup/restore.ts'
import { OperatorError } from './operator-error.ts'
import { runCommand } from './process/command.ts'

/** `npm run restore -- FILE [--moved]`: brings a back-up into an empty database and an empty data directory. */
await runCommand(async (settings, args) => {
  const moved = args.includes('--moved')
  const [file, ...more] = args.filter((arg) => arg !== '--moved')
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    throw new OperatorError('say which back-up: npm run restore -- FILE, with --moved when the bot has not run since')
  }
  const { databaseUrl, dataDir } = settings
  return describeRestored(await restoreBackup({ file: resolve(file), databaseUrl, dataDir, now: new Date(), moved }))
})
