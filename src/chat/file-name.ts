/** The longest name a file is sent or kept under, in characters: 240 bytes of Chinese, and most file systems take 255. */
const LONGEST = 80
/** What an ending may look like; what follows a dot otherwise is part of the name. */
const ENDING = /\.[\p{L}\p{N}]{1,10}$/u

/**
 * The name under which people see a file: no path, no sign that cannot be read or that a file system refuses, its ending
 * kept however long it is. Never empty.
 */
export function fileNameOf(given: string): string {
  const bare = given
    .normalize('NFC')
    .replace(/^.*[\\/]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const ending = ENDING.exec(bare)?.[0] ?? ''
  const stem = [...bare.slice(0, bare.length - ending.length)].slice(0, LONGEST - ending.length).join('')
  return `${stem.trimEnd() || '文件'}${ending}`
}
