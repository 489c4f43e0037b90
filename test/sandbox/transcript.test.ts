import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Transcript } from '../../src/sandbox/transcript.ts'
import { runFolder } from '../run-folder.ts'

const folder = () => mkdtemp(join(runFolder(), 'transcript-'))

const line = (chat: string, text: string) => ({
  id: `${chat}-${text}`,
  chat,
  from: 'ma',
  name: '马先生',
  bot: false,
  at: '2026-06-03T01:00:00.000Z',
  text,
  mentions: [],
})

it('keeps the last lines of each chat in memory and all of them on disk', async () => {
  const where = await folder()
  const transcript = await Transcript.open(where, 3)
  for (let i = 1; i <= 5; i++) transcript.add(line('a@', String(i)))
  transcript.add(line('b@', '独一句'))
  expect(transcript.of('a@').map((one) => one.text)).toEqual(['3', '4', '5'])
  expect(transcript.last().map((one) => one.text)).toEqual(['5', '独一句'])
  transcript.close()
  expect((await readFile(join(where, 'transcript.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(6)

  const again = await Transcript.open(where, 3)
  expect(again.of('a@').map((one) => one.text)).toEqual(['3', '4', '5'])
  expect(again.add(line('a@', '6')).seq).toBe(7)
  again.close()
})

it('tells what came after a line, or that it no longer knows', async () => {
  const transcript = await Transcript.open(await folder(), 2)
  for (const [chat, text] of [
    ['a@', '1'],
    ['b@', '2'],
    ['a@', '3'],
    ['a@', '4'],
  ] as const)
    transcript.add(line(chat, text))
  // Line 1 has fallen out of memory: whoever saw it can be told the rest, whoever did not cannot.
  expect(transcript.after(1)?.map((one) => one.text)).toEqual(['2', '3', '4'])
  expect(transcript.after(4)).toEqual([])
  expect(transcript.after(0)).toBeUndefined()
  expect(transcript.after(5)).toBeUndefined()
  transcript.close()
})

it('passes over lines that are broken, of another shape, or empty', async () => {
  const where = await folder()
  const good = JSON.stringify({ seq: 7, ...line('a@', '好') })
  await writeFile(join(where, 'transcript.jsonl'), `{"seq":1}\n\nnull\n"x"\n${good}\n{"seq":8,"id":"`)
  const transcript = await Transcript.open(where)
  expect(transcript.of('a@').map((one) => one.text)).toEqual(['好'])
  transcript.add(line('a@', '接着'))
  transcript.close()
  const again = await Transcript.open(where)
  expect(again.of('a@').map((one) => [one.seq, one.text])).toEqual([
    [7, '好'],
    [8, '接着'],
  ])
  again.close()
})
