import type { StorySpeed, WireClock, WireError, WireLine, WirePlaying, WireWorld } from './wire.ts'

/** A sentence in Chinese that can be shown as it is. */
export class Unable extends Error {}

const UNREACHABLE = '沙盒没有回应。请看看程序是否还在运行。'

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`/api${path}`, init).catch(() => undefined)
  if (!response) throw new Unable(UNREACHABLE)
  const answer = (await response.json().catch(() => ({ error: UNREACHABLE }))) as T | WireError
  if (!response.ok) throw new Unable((answer as WireError).error ?? UNREACHABLE)
  return answer as T
}

function post<T>(path: string, body: unknown): Promise<T> {
  return ask<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

function bring(path: string, as: string, chat: string, file: File): Promise<unknown> {
  return ask(`${path}?${new URLSearchParams({ as, chat, name: file.name })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
}

/** What can be asked of the sandbox. All reject with `Unable`. */
export const server = {
  world: () => ask<WireWorld>('/world'),
  lines: (chat: string) => ask<{ lines: WireLine[]; seq: number }>(`/lines?${new URLSearchParams({ chat })}`),
  say: (words: { as: string; chat: string; text: string; quote?: string }) => post('/say', words),
  picture: (as: string, chat: string, file: File) => bring('/picture', as, chat, file),
  file: (as: string, chat: string, file: File) => bring('/file', as, chat, file),
  voice: (as: string, chat: string) => post('/voice', { as, chat }),
  place: (as: string, chat: string, place: string) => post('/place', { as, chat, place }),
  moveClock: (move: string) => post<WireClock>('/clock', { move }),
  play: (story: string, speed: StorySpeed) => post<WirePlaying>('/story', { do: 'play', story, speed }),
  speed: (speed: StorySpeed) => post<WirePlaying>('/story', { do: 'speed', speed }),
  story: (what: 'pause' | 'resume' | 'stop') => post<WirePlaying>('/story', { do: what }),
  befriend: (as: string) => post('/friend', { as }),
}
