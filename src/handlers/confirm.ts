import { issueNumber, optionalWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import type { GridId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { communityFor, doToIssue, type IssueDesk } from './issue-act.ts'

/** 确认: says yes to what still waits for a yes, with the place it lacked. A worker without a place takes it into the own grid. */
export function confirmCommand(desk: IssueDesk) {
  return command({
    name: '确认',
    aliases: ['confirm', 'qr'],
    what: '确认待确认的事',
    example: '/确认 128 向阳小区3号楼',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    // The card of a draft asks for it; in a resident's help it would only puzzle.
    hidden: true,
    args: { number: issueNumber(), place: optionalWords('地点') },
    run: async (call: Call, { number, place }) => {
      const there = await placeIn(call, desk, place)
      await doToIssue(call, desk, number, { action: 'confirm', input: { ...there, ...(place ? { place } : {}) } })
    },
  })
}

/** The grid and, where it is known, the compound: of the place named, else of the worker who confirms it. */
async function placeIn(
  call: Call,
  desk: IssueDesk,
  place: string | undefined,
): Promise<{ gridId?: GridId; compoundId?: number }> {
  const places = await desk.places.of(call.tx, communityFor(call))
  const lying = (gridId: GridId, compoundId = places.compoundOf(gridId)) => ({
    gridId,
    ...(compoundId === undefined ? {} : { compoundId }),
  })
  if (!place) {
    const own = call.roles.find(({ kind }) => kind === 'GRID_WORKER')?.gridId
    return own === undefined ? {} : lying(own)
  }
  const found = places.find(place)
  if (found.kind === 'one') return lying(found.place.gridId, found.place.compoundId)
  throw new Refusal(`看不出「${place}」在哪个网格，请写上小区和几号楼，例如 向阳小区3号楼。`)
}
