import { closeSync, createReadStream, existsSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { WireLine } from './page/wire.ts'

const lineShape = z.object({
  seq: z.int().min(1),
  id: z.string(),
  chat: z.string(),
  from: z.string(),
  name: z.string(),
  bot: z.boolean(),
  at: z.iso.datetime(),
  text: z.string(),
  mentions: z.array(z.string()),
  quote: z.object({ author: z.string(), text: z.string() }).optional(),
  file: z.object({ url: z.string(), name: z.string(), bytes: z.int(), image: z.boolean() }).optional(),
  recalls: z.string().optional(),
})

/**
 * What was said in every chat, as WeChat clients keep it: one JSON line per message, only ever added to. The last
 * lines of each chat are held in memory.
 */
export class Transcript {
  readonly #file: number
  readonly #perChat: number
  readonly #chats = new Map<string, WireLine[]>()
  #seq = 0
  /** lines up to this number may have been dropped from memory */
  #dropped = 0

  private constructor(file: number, perChat: number) {
    this.#file = file
    this.#perChat = perChat
  }

  /** Opens the transcript in a folder, made if need be. A line broken by a kill is passed over. */
  static async open(folder: string, perChat = 300): Promise<Transcript> {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'transcript.jsonl')
    const read: WireLine[] = []
    let broken = false
    if (existsSync(path)) {
      for await (const written of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: 0 })) {
        const line = parse(written)
        broken = line === undefined && written !== ''
        if (line) read.push(line)
      }
    }
    const transcript = new Transcript(openSync(path, 'a'), perChat)
    for (const line of read) transcript.#hold(line)
    // Begin a new line after a broken end, so that the next message is not glued to it.
    if (broken) writeSync(transcript.#file, '\n')
    return transcript
  }

  /** The number of the newest line. */
  get seq(): number {
    return this.#seq
  }

  /** Writes a message down and gives it its number. */
  add(message: Omit<WireLine, 'seq'>): WireLine {
    const line: WireLine = { seq: this.#seq + 1, ...message }
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
    this.#hold(line)
    return line
  }

  /** The last lines of a chat, oldest first. */
  of(chat: string): readonly WireLine[] {
    return this.#chats.get(chat) ?? []
  }

  /** One line by its message id. */
  find(chat: string, id: string): WireLine | undefined {
    return this.#chats.get(chat)?.find((line) => line.id === id)
  }

  /** The newest line of each chat that has one. */
  last(): WireLine[] {
    return [...this.#chats.values()].flatMap((lines) => lines.slice(-1))
  }

  /** All lines after a number, oldest first; undefined where some of them are no longer in memory. */
  after(seq: number): WireLine[] | undefined {
    if (seq < this.#dropped || seq > this.#seq) return undefined
    const missed = [...this.#chats.values()].flatMap((lines) => lines.filter((line) => line.seq > seq))
    return missed.sort((a, b) => a.seq - b.seq)
  }

  close(): void {
    closeSync(this.#file)
  }

  #hold(line: WireLine): void {
    this.#seq = Math.max(this.#seq, line.seq)
    const all = this.#chats.get(line.chat) ?? []
    const lines = line.recalls ? all.filter(({ id }) => id !== line.recalls) : all
    lines.push(line)
    this.#chats.set(line.chat, lines)
    while (lines.length > this.#perChat) this.#dropped = Math.max(this.#dropped, lines.shift()?.seq ?? 0)
  }
}

function parse(written: string): WireLine | undefined {
  try {
    const checked = lineShape.safeParse(JSON.parse(written))
    if (!checked.success) return undefined
    const { quote, file, recalls, ...line } = checked.data
    return { ...line, ...(quote && { quote }), ...(file && { file }), ...(recalls && { recalls }) }
  } catch {
    return undefined
  }
}
