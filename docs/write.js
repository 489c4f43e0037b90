/**
 * `npm run docs`: writes the table of all commands into README.md and docs/handbook.zh.md, from the commands themselves.
 * With --check nothing is written, and a table that is not up to date is an error.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { commandTable } from '../dist/chat/help.js'
import { PlaceBook } from '../dist/community/places.js'
import { catalogue } from '../dist/handlers/catalogue.js'
import { WorkCalendar } from '../dist/time/work-calendar.js'

const root = new URL('..', import.meta.url)
const check = process.argv.includes('--check')
const { list } = catalogue(
  { calendar: new WorkCalendar(), places: new PlaceBook() },
  { process: () => undefined, kept: () => undefined },
  { client: {} },
)
const table = commandTable(list)

for (const name of ['README.md', 'docs/handbook.zh.md']) {
  const file = new URL(name, root)
  const text = await readFile(file, 'utf8')
  const written = text.replace(/(<!-- commands[^>]*-->\n)[\s\S]*?(<!-- \/commands -->)/, `$1\n${table.trim()}\n\n$2`)
  if (written === text) continue
  if (check) {
    process.stderr.write(`${name}: the command table is not up to date; run npm run docs\n`)
    process.exitCode = 1
  } else {
    await writeFile(file, written)
    process.stdout.write(`written: ${name}\n`)
  }
}
