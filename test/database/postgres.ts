import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import type { Database } from '../../src/database/database.ts'
import { startFreshDatabases } from './fresh-databases.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** where test files ask for fresh databases; see `answers` below */
    databaseDesk: string
  }
}

/**
 * Vitest's global setup: one PostgreSQL for the whole run, started only when a test file asks for it. Test files run in
 * processes of their own, so they ask over HTTP.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databases = await startFreshDatabases()
  const answers: Record<string, (body: string) => Promise<string>> = {
    '/make': async (dialect) => await databases.make(dialect as Database['dialect']),
    '/make-empty': async (dialect) => await databases.makeEmpty(dialect as Database['dialect']),
    '/template': () => databases.template(),
    '/drop': async (url) => {
      await databases.drop(url)
      return ''
    },
  }
  const desk = createServer(async (request, response) => {
    try {
      let body = ''
      for await (const chunk of request) body += chunk
      const answer = answers[request.url ?? '']
      if (!answer) throw new Error(`no such question: ${request.url}`)
      // A connection kept for the next question can be closed by one side just as the other uses it.
      response.setHeader('connection', 'close').end(await answer(body))
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  }).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  if (typeof address !== 'object' || !address) throw new Error('the desk for test databases has no address')
  project.provide('databaseDesk', `http://127.0.0.1:${address.port}`)

  return async () => {
    desk.close()
    desk.closeAllConnections()
    await databases.stop()
  }
}
