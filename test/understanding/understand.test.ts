import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../../dist/program/understand.js', import.meta.url))

describe('npm run understand', () => {
  it('answers each line in its order, names bad ones, and goes on', async () => {
    const { out, err, code } = await understand(
      [
        '\uFEFF{"id":"a","text":"向阳小区3号楼2单元5楼楼道灯不亮了"}',
        'not json',
        '',
        '{"id":7}',
        '{"id":2,"text":"哈哈哈 今晚吃火锅"}',
        JSON.stringify({ id: 'huge', text: '着火了'.repeat(300_000) }),
        '{"id":"last","text":"着火了 5号楼冒烟"}',
      ].join('\r\n'),
    )
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers.map(({ id }) => id)).toEqual(['a', 2, 'huge', 'last'])
    expect(answers[0]).toEqual({
      id: 'a',
      kind: '报事',
      category: 'E01',
      danger: 0,
      place: expect.stringContaining('向阳小区3号楼2单元5楼'),
      confidence: expect.any(Number),
      register: 'yes',
    })
    expect(answers[1]).toMatchObject({ kind: '闲聊', category: null, danger: 0, place: null, register: 'no' })
    expect(answers[3]).toMatchObject({ danger: 2, register: 'yes' })
    expect(err.trim().split('\n')).toEqual(['line 2: not JSON', 'line 4: write {"id":…,"text":"…"}'])
    expect(code).toBe(1)
  })

  it('names lines that are not UTF-8', async () => {
    // 着火了 in GBK
    const gbk = Buffer.from([0xd7, 0xc5, 0xbb, 0xf0, 0xc1, 0xcb])
    const line = (id: number, text: Buffer) => [Buffer.from(`{"id":${id},"text":"`), text, Buffer.from('"}\n')]
    const input = Buffer.concat([...line(1, gbk), ...line(2, Buffer.from('5号楼着火了'))])
    for (const args of [[], ['--pairs']]) {
      const { out, err, code } = await understand(input, undefined, args)
      expect(
        out
          .trim()
          .split('\n')
          .map((answer) => JSON.parse(answer).id),
      ).toEqual([2])
      expect(err).toBe('line 1: not UTF-8\n')
      expect(code).toBe(1)
    }
  })

  it('says how it is called', async () => {
    const { out, err, code } = await understand('', undefined, ['--help'])
    expect(out).toMatch(/npm run --silent understand < /)
    expect([err, code]).toEqual(['', 0])
  })

  it('ends quietly when nobody reads on', async () => {
    const lines = Array.from({ length: 20_000 }, (_, id) => JSON.stringify({ id, text: '楼道灯不亮' })).join('\n')
    const { err } = await understand(lines, (child) => child.stdout?.once('data', () => child.stdout?.destroy()))
    expect(err).toBe('')
  })
})

function understand(
  input: string | Buffer,
  meanwhile: (child: ReturnType<typeof spawn>) => void = () => {},
  args: readonly string[] = [],
): Promise<{ out: string; err: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args])
    let out = ''
    let err = ''
    child.stdout.on('data', (part) => {
      out += part
    })
    child.stderr.on('data', (part) => {
      err += part
    })
    // What it does not read when it ends early is no failure of the test.
    child.stdin.on('error', () => {})
    child.on('error', reject)
    child.on('close', (code) => resolve({ out, err, code }))
    meanwhile(child)
    child.stdin.end(input)
  })
}
