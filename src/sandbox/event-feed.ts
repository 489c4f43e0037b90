import type { WireEvents } from './page/wire.ts'

const encoder = new TextEncoder()
/** A window that does not read is let go after so many events; its browser comes back and asks for what it missed. */
const BACKLOG = 500
/** Proxies close connections on which nothing moves, often after a minute. */
const KEEP_ALIVE_MS = 25_000

type Controller = ReadableStreamDefaultController<Uint8Array>

/** Server-sent events to every open window. */
export class EventFeed {
  readonly #windows = new Set<Controller>()
  readonly #keepAlive = setInterval(() => this.#write(encoder.encode(':\n\n')), KEEP_ALIVE_MS).unref()
  #closed = false

  /**
   * The stream for one window. `greeting` is asked for what it missed at the very moment from which on it hears
   * everything, so nothing is lost between and nothing told twice.
   */
  open(greeting: () => readonly string[]): ReadableStream<Uint8Array> {
    let mine: Controller
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          mine = controller
          if (this.#closed) return controller.close()
          for (const event of greeting()) controller.enqueue(encoder.encode(event))
          this.#windows.add(controller)
        },
        cancel: () => {
          this.#windows.delete(mine)
        },
      },
      { highWaterMark: BACKLOG },
    )
  }

  send(event: string): void {
    this.#write(encoder.encode(event))
  }

  /** Ends all streams at once. */
  close(): void {
    this.#closed = true
    clearInterval(this.#keepAlive)
    for (const window of this.#windows) window.close()
    this.#windows.clear()
  }

  #write(bytes: Uint8Array): void {
    for (const window of this.#windows) {
      if ((window.desiredSize ?? 0) > 0) window.enqueue(bytes)
      else {
        this.#windows.delete(window)
        window.close()
      }
    }
  }
}

/** One event as it goes over the wire. JSON holds no line breaks, so one data line is enough. */
export function serverSentEvent<Name extends keyof WireEvents>(
  name: Name,
  data: WireEvents[Name],
  id?: number,
): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
