/**
 * `npm run docs`: writes the table of all commands into README.md and docs/handbook.zh.md, from the commands themselves, and
 * that of what is held how long into README.md, from the rules. With --check nothing is written, and a table that is not up
 * to date is an error.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { commandTable } from '../dist/chat/help.js'
import { PlaceBook } from '../dist/community/places.js'
import { catalogue } from '../dist/handlers/catalogue.js'
import { keepingTable } from '../dist/scheduler/keeping-table.js'
import { WorkCalendar } from '../dist/time/work-calendar.js'

const root = new URL('..', import.meta.url)
const check = process.argv.includes('--check')
const { list } = catalogue(
  { calendar: new WorkCalendar(), places: new PlaceBook() },
  { process: () => undefined, kept: () => undefined },
  { client: {} },
)
const tables = { commands: commandTable(list), keepings: keepingTable() }

for (const name of ['README.md', 'docs/handbook.zh.md']) {
  const file = new URL(name, root)
  const text = await readFile(file, 'utf8')
  const written = Object.entries(tables).reduce(
    (made, [what, table]) =>
      made.replace(
        new RegExp(`(<!-- ${what}[^>]*-->\\n)[\\s\\S]*?(<!-- /${what} -->)`),
        (_, begin, end) => `${begin}\n${table.trim()}\n\n${end}`,
      ),
    text,
  )
  if (written === text) continue
  if (check) {
    process.stderr.write(`${name}: a table is not up to date; run npm run docs\n`)
    process.exitCode = 1
  } else {
    await writeFile(file, written)
    process.stdout.write(`written: ${name}\n`)
  }
}
