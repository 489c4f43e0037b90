import { isWholeYear, publishedCalendar } from '../time/published-calendar.ts'
import type { DayKey } from '../time/shanghai.ts'
import { readDays } from './calendar-days.ts'
import type { Mistake } from './file-mistakes.ts'
import type { Path } from './file-position.ts'
import type { WrittenCommunity } from './file-schema.ts'
import { nearest } from './nearest.ts'
import { writeRanges } from './ranges.ts'
import { roleName } from './role-words.ts'

/** Tells on which line something stands, for "… is already on line 14". */
export type LineOf = (path: Path) => number

/** What is wrong in a community that is well-formed: things named twice, and things named that are not there. */
export function checkCommunity(written: WrittenCommunity, lineOf: LineOf): Mistake[] {
  const mistakes: Mistake[] = []
  const wrong = (path: Path, what: string) => mistakes.push({ path, what })

  /** Remembers names by where they stand and reports the second one. */
  const onlyOnce = (say: (name: string | number) => string) => {
    const seen = new Map<string | number, Path>()
    return (name: string | number, path: Path) => {
      const earlier = seen.get(name)
      if (earlier) wrong(path, `${say(name)} is already on line ${lineOf(earlier)}`)
      else seen.set(name, path)
    }
  }

  const gridNumbers = written.grids.map(({ number }) => number)
  const gridExists = (number: number, path: Path) => {
    if (!gridNumbers.includes(number))
      wrong(path, `grid ${number} does not exist; grids are ${writeRanges(gridNumbers)}`)
  }
  const exists = (what: string, name: string, among: readonly string[], path: Path) => {
    if (among.includes(name)) return
    const meant = nearest(name, among, 1)[0]
    wrong(path, `there is no ${what} "${name}"${meant ? `; did you mean "${meant}"?` : ''}`)
  }

  const gridOnce = onlyOnce((number) => `grid ${number}`)
  for (const [index, grid] of written.grids.entries()) gridOnce(grid.number, ['grids', index, 'number'])

  const compoundCode = onlyOnce((code) => `compound ${code}`)
  const compoundName = onlyOnce((name) => `the compound name ${name}`)
  for (const [index, compound] of written.compounds.entries()) {
    const at = ['compounds', index]
    compoundCode(compound.code, [...at, 'code'])
    compoundName(compound.name, [...at, 'name'])
    for (const [number, alias] of compound.aliases.entries()) compoundName(alias, [...at, 'aliases', number])

    const buildingCode = onlyOnce((code) => `building ${code} of ${compound.name}`)
    const buildingName = onlyOnce((name) => `building ${name} of ${compound.name}`)
    for (const [line, building] of compound.buildings.entries()) {
      const here = [...at, 'buildings', line]
      const numbers = building.numbers ?? []
      if (numbers.length === 0 && building.name === undefined) wrong(here, 'a building needs numbers or a name')
      if (numbers.length > 1 && building.name)
        wrong([...here, 'name'], 'a name of its own is for one building; this line has several')
      if (numbers.length > 1 && building.code)
        wrong([...here, 'code'], 'a code is for one building; this line has several')
      gridExists(building.grid, [...here, 'grid'])
      const named = building.code ?? (numbers.length === 0 ? building.name : undefined)
      if (named !== undefined) buildingCode(named, [...here, building.code === undefined ? 'name' : 'code'])
      for (const number of numbers) {
        if (building.code === undefined) buildingCode(String(number), [...here, 'numbers'])
        if (building.name === undefined || building.code !== undefined)
          buildingName(`${number}号楼`, [...here, 'numbers'])
      }
      if (building.name !== undefined && building.code !== undefined) buildingName(building.name, [...here, 'name'])
    }
  }

  const unitCode = onlyOnce((code) => `unit ${code}`)
  const unitName = onlyOnce((name) => `the unit name ${name}`)
  for (const [index, unit] of written.units.entries()) {
    unitCode(unit.code, ['units', index, 'code'])
    unitName(unit.name, ['units', index, 'name'])
    for (const [number, alias] of unit.aliases.entries()) unitName(alias, ['units', index, 'aliases', number])
    for (const number of unit.grids ?? []) gridExists(number, ['units', index, 'grids'])
  }
  const unitCodes = written.units.map(({ code }) => code)

  const contactOnce = onlyOnce((contact) => `contact ${contact}`)
  const leads = new Map<number, Path>()
  for (const [index, person] of written.people.entries()) {
    contactOnce(person.contact, ['people', index, 'contact'])
    const roleOnce = onlyOnce((role) => `the role ${role} of ${person.name}`)
    for (const [number, role] of person.roles.entries()) {
      const path = ['people', index, 'roles', number]
      roleOnce(
        role.kind === 'GRID_WORKER'
          ? `网格员 ${role.grid}`
          : role.kind === 'UNIT_CONTACT'
            ? `联系人 ${role.unit}${role.grid === undefined ? '' : ` ${role.grid}网格`}`
            : role.kind === 'VOLUNTEER' && role.grid !== undefined
              ? `志愿者 ${role.grid}`
              : roleName(role.kind),
        path,
      )
      if (role.kind === 'UNIT_CONTACT') exists('unit', role.unit, unitCodes, path)
      if (role.kind !== 'GRID_WORKER' && 'grid' in role && role.grid !== undefined) gridExists(role.grid, path)
      if (role.kind !== 'GRID_WORKER') continue
      gridExists(role.grid, path)
      if (role.post === 'deputy') continue
      const earlier = leads.get(role.grid)
      if (earlier) {
        wrong(
          path,
          `grid ${role.grid} already has its lead grid worker on line ${lineOf(earlier)}; write 副网格员 ${role.grid} for a deputy`,
        )
      } else leads.set(role.grid, path)
    }
  }
  const contacts = written.people.map(({ contact }) => contact)

  const chatOnce = onlyOnce((chat) => `group ${chat}`)
  for (const [index, group] of written.groups.entries()) {
    const at = ['groups', index]
    chatOnce(group.chat, [...at, 'chat'])
    const purposes = [group.grid, group.staff, group.unit].filter((purpose) => purpose !== undefined)
    if (purposes.length !== 1) wrong(at, 'a group is for one of grid: <number>, staff: true or unit: <code>')
    if (group.grid !== undefined) gridExists(group.grid, [...at, 'grid'])
    if (group.unit !== undefined) exists('unit', group.unit, unitCodes, [...at, 'unit'])
    const memberOnce = onlyOnce((contact) => `member ${contact}`)
    for (const [number, member] of group.members.entries()) {
      exists('person with contact', member, contacts, [...at, 'members', number])
      memberOnce(member, [...at, 'members', number])
    }
  }

  const courseOnce = onlyOnce((title) => `the course ${title}`)
  for (const [index, course] of written.courses.entries()) {
    courseOnce(course.title, ['courses', index, 'title'])
    exists('person with contact', course.lecturer, contacts, ['courses', index, 'lecturer'])
  }

  const wishOnce = onlyOnce((wish) => `the wish ${wish}`)
  for (const [index, wish] of written.wishes.entries()) wishOnce(wish, ['wishes', index])

  const yearOnce = onlyOnce((year) => `the year ${year}`)
  for (const [index, year] of written.calendar.entries()) {
    const at = ['calendar', index]
    yearOnce(year.year, [...at, 'year'])
    const dayOnce = onlyOnce((day) => `${day}`)
    const readList = (list: 'holidays' | 'workdays'): DayKey[] =>
      year[list].flatMap((text, number) => {
        const path = [...at, list, number]
        const days = readDays(text, year.year)
        if (typeof days === 'string') wrong(path, days)
        else for (const day of days) dayOnce(day, path)
        return typeof days === 'string' ? [] : days
      })
    const days = { holidays: readList('holidays'), workdays: readList('workdays') }
    if (!isWholeYear(year.year, days) && !publishedCalendar().has(year.year)) {
      wrong(
        at,
        `the official calendar of ${year.year} is not built in, so list the whole year, 1 January and 1 October among it`,
      )
    }
  }
  return mistakes
}
