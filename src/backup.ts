import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describeBackup } from './backup/report.ts'
import { writeBackup } from './backup/write.ts'
import { dialectOf } from './database/dialects.ts'
import { takeSnapshot } from './database/snapshot.ts'
import { OperatorError } from './operator-error.ts'
import { runCommand } from './process/command.ts'

/** `npm run backup [-- FILE]`: one file with the database and the pictures; the bot may run meanwhile. */
await runCommand(async (settings, args) => {
  const [given, ...more] = args
  if (more.length > 0 || given?.startsWith('-'))
    throw new OperatorError('write: npm run backup, or npm run backup -- FILE')
  const now = new Date()
  // Minutes and seconds keep it apart from the nightly ones, which are removed in time.
  const name = `gezhong-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.tar.gz`
  const dialect = dialectOf({ url: settings.databaseUrl })
  const made = await writeBackup({
    snapshot: (work) => takeSnapshot(dialect, work),
    dataDir: settings.dataDir,
    file: await fileFor(given ?? settings.backup.dir, name, given === undefined),
    now,
  })
  return describeBackup(made)
})

async function fileFor(place: string, name: string, isFolder: boolean): Promise<string> {
  const path = resolve(place)
  const folder = isFolder || (await stat(path).catch(() => undefined))?.isDirectory()
  return folder ? join(path, name) : path
}
