import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A cable between a bot and its gateway that can be cut without either side being told, as networks do. */
export class Cable {
  readonly port: number
  readonly #server: Server
  readonly #sockets: Set<Socket>
  readonly #state: { cut: boolean }

  private constructor(server: Server, port: number, sockets: Set<Socket>, state: { cut: boolean }) {
    this.#server = server
    this.port = port
    this.#sockets = sockets
    this.#state = state
  }

  /** Lays a cable to a port of loopback. */
  static async to(target: number): Promise<Cable> {
    const sockets = new Set<Socket>()
    const state = { cut: false }
    const server = createServer((near) => {
      keep(near).resume()
      if (state.cut) return
      const far = keep(connect(target, '127.0.0.1'))
      near.pipe(far)
      far.pipe(near)
      near.on('close', () => far.destroy())
      far.on('close', () => state.cut || near.destroy())
    })
    const keep = (socket: Socket) => {
      sockets.add(socket)
      return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('no port was given')
    return new Cable(server, address.port, sockets, state)
  }

  /** How many connections are open, at both ends. */
  get open(): number {
    return this.#sockets.size
  }

  /** Nothing gets through any more; nothing is closed, and new connections are taken and left without a word. */
  cut(): void {
    this.#state.cut = true
    for (const socket of this.#sockets) {
      socket.unpipe()
      socket.resume()
    }
  }

  /** What is connected from now on gets through again. */
  mend(): void {
    this.#state.cut = false
  }

  async remove(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
