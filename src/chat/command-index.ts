import type { Command } from './command.ts'
import type { NamedCommand } from './nearest-command.ts'
import { normalise } from './normalise.ts'

/** The command table made ready for the parser. Made once, at start. */
export interface CommandIndex<Context> {
  readonly commands: readonly Command<Context>[]
  /** by each name and alias, normalised and in small letters */
  readonly byName: ReadonlyMap<string, Command<Context>>
  readonly names: readonly NamedCommand<Context>[]
  /** length of the longest name */
  readonly longest: number
  readonly bare: readonly { readonly pattern: RegExp; readonly command: Command<Context> }[]
}

/**
 * Makes the index. Throws for what only a programmer can have got wrong: a name or alias given twice, an empty one, one
 * that begins with a slash or holds a blank.
 */
export function indexCommands<Context>(commands: readonly Command<Context>[]): CommandIndex<Context> {
  const byName = new Map<string, Command<Context>>()
  for (const command of commands) {
    for (const written of [command.name, ...command.aliases]) {
      const name = asName(written)
      if (name === '' || /^[/\\]|[\s,:]/.test(name)) {
        throw new Error(
          `"${written}" cannot be a name of the command ${command.name}: no blank, comma, colon or slash.`,
        )
      }
      const other = byName.get(name)
      if (other) throw new Error(`Two commands are called "${written}": ${other.name} and ${command.name}. Rename one.`)
      byName.set(name, command)
    }
  }
  return {
    commands,
    byName,
    names: [...byName].map(([name, command]) => ({ name, command })),
    longest: Math.max(0, ...[...byName.keys()].map((name) => name.length)),
    bare: commands.flatMap((command) => (command.bare ? [{ pattern: withoutMemory(command.bare), command }] : [])),
  }
}

/** The command called `written`, with or without its slash: for `/帮助 报事`. */
export function findCommand<Context>(index: CommandIndex<Context>, written: string): Command<Context> | undefined {
  return index.byName.get(asName(written.slice(0, 64)).replace(/^[/\\] ?/, ''))
}

function asName(written: string): string {
  return normalise(written).toLowerCase()
}

/** A global or sticky expression remembers where it stopped and would match every second time. */
function withoutMemory(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
}
