import type { CommunityFile, FileGroup, FilePerson } from '../community/file.ts'
import type { AccountId } from '../ids.ts'
import type { PersonKind } from './page/wire.ts'
import type { SandboxGroup, SandboxPerson } from './world.ts'

/** The bot's own contact in the sandbox. */
export const SANDBOX_ACCOUNT = { id: 'xiaoge' as AccountId, name: '小格' } as const

export interface Inhabitants {
  readonly account: { readonly id: string; readonly name: string }
  readonly people: readonly SandboxPerson[]
  readonly groups: readonly SandboxGroup[]
}

/** Who lives in the sandbox: the people and groups of the community files. */
export function inhabitants(files: readonly CommunityFile[]): Inhabitants {
  const people = files.flatMap((file) => file.people.map(personOf))
  const groups = files.flatMap((file) =>
    file.groups.map(({ chat, topic, members }) => ({ chatId: chat, topic, members })),
  )
  return { account: SANDBOX_ACCOUNT, people, groups }
}

/**
 * A community file as the sandbox needs it. One written for a real account names no people: it gets a secretary, a worker,
 * a volunteer and a resident for each grid, a contact for each unit, and their groups, so that one can try one's own community before
 * connecting an account.
 */
export function populated(file: CommunityFile): CommunityFile {
  if (file.people.length > 0) return file
  const { code, name, grids, units } = file
  const person = (id: string, name: string, roles: FilePerson['roles']): FilePerson => {
    return { contact: `${code}-${id}`, name, about: name, friend: true, roles }
  }
  const secretary = person('secretary', '书记', [{ kind: 'SECRETARY' }])
  const workers = grids.map(({ number }) =>
    person(`worker-${number}`, `${number}号网格员`, [{ kind: 'GRID_WORKER', grid: number }]),
  )
  const volunteers = grids.map(({ number }) =>
    person(`volunteer-${number}`, `${number}号网格志愿者`, [{ kind: 'VOLUNTEER', grid: number }]),
  )
  const residents = grids.map(({ number }) => person(`resident-${number}`, `${number}号网格居民`, []))
  const contacts = units.map((unit) =>
    person(`unit-${unit.code}`, `${unit.name}联系人`, [{ kind: 'UNIT_CONTACT', unit: unit.code }]),
  )
  const group = (id: string, topic: string, target: FileGroup['target'], members: readonly FilePerson[]): FileGroup => {
    const all = [secretary, ...members].map(({ contact }) => contact)
    return { chat: `${code}-${id}@chatroom`, topic: `${name}${topic}`, target, members: all }
  }
  return {
    ...file,
    people: [...residents, ...workers, ...volunteers, secretary, ...contacts],
    groups: [
      ...grids.map(({ number }) => {
        const theirs = [...workers, ...volunteers, ...residents].filter(({ contact }) => contact.endsWith(`-${number}`))
        return group(`grid-${number}`, `${number}网格群`, { purpose: 'GRID', grid: number }, theirs)
      }),
      group('staff', '工作群', { purpose: 'STAFF' }, workers),
      ...units.map((unit, index) =>
        group(
          `unit-${unit.code}`,
          `·${unit.name}`,
          { purpose: 'UNIT', unit: unit.code },
          contacts.slice(index, index + 1),
        ),
      ),
    ],
  }
}

function personOf({ contact, name, about, friend, roles }: FilePerson): SandboxPerson {
  return { contact, name, kind: kindOf(roles), label: about, friend }
}

function kindOf(roles: FilePerson['roles']): PersonKind {
  const kinds = new Set(roles.map(({ kind }) => kind))
  if (kinds.has('SECRETARY') || kinds.has('STAFF')) return 'staff'
  if (kinds.has('UNIT_CONTACT')) return 'unit'
  if (kinds.has('GRID_WORKER')) return 'worker'
  if (kinds.has('VOLUNTEER') || kinds.has('LECTURER') || kinds.has('MATCHMAKER')) return 'helper'
  return 'resident'
}
