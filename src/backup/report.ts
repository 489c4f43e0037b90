import type { Restored } from './restore.ts'
import type { Made } from './write.ts'

/** One line on a back-up that was made. */
export function describeBackup({ file, bytes, rows, attachments, missing }: Made): string {
  const lost = missing > 0 ? `; ${missing} pictures are not in it, their files are gone or damaged` : ''
  return `${file}: ${size(bytes)}, ${rows} rows, ${attachments} pictures${lost}`
}

/** One line on a back-up that was restored. */
export function describeRestored({ head, rows, attachments, missing, unsettled }: Restored): string {
  const lost = missing > 0 ? `; ${missing} pictures were already missing when it was made` : ''
  const waiting =
    unsettled > 0 ? `; ${unsettled} messages that were waiting then may have been said since: staff settle them` : ''
  return `restored the back-up of ${head.madeAt}: ${rows} rows, ${attachments} pictures${lost}${waiting}`
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
