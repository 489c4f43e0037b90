import { exampleFile } from '../../src/community/example-file.ts'
import { type CommunityFile, readCommunityFile } from '../../src/community/file.ts'

let read: Promise<readonly CommunityFile[]> | undefined

/** The example's communities as their file says them. Read once for all tests of a process: change only copies of it. */
export function exampleFiles(): Promise<readonly CommunityFile[]> {
  read ??= readCommunityFile(exampleFile)
  return read
}
