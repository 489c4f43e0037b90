import { optionalWords, ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { dialogPlace, openDialog } from '../chat/dialog.ts'
import { ensurePerson } from '../community/people.ts'
import { type Places, placeName } from '../community/places.ts'
import type { Grid } from '../database/types.ts'
import type { ContactId, PersonId } from '../ids.ts'
import { guessCategory } from '../issues/guess-category.ts'
import { type Report, report, takeNumber } from '../issues/report.ts'
import { Refusal } from '../refusal.ts'
import { communityFor, finish, type IssueDesk } from './issue-act.ts'
import { PLACE_DIALOG, PLACE_WAIT_MS } from './place-dialog.ts'

/** 报事: what a resident writes becomes an issue. */
export function reportCommands(desk: IssueDesk) {
  const reportCommand = command({
    name: '报事',
    aliases: ['报修', 'issue', 'bs'],
    what: '反映一件事',
    example: '/报事 3号楼2单元楼道灯不亮',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    args: { words: ownWords('地点和情况') },
    takesPhotos: true,
    run: (call: Call, { words }) => register(call, desk, { words, reporter: call.person }),
  })

  const registerCommand = command({
    name: '登记',
    aliases: ['register', 'dj'],
    what: '替居民登记一件事',
    usage: '引用居民的话发 /登记',
    example: '/登记',
    section: 'worker',
    who: ['worker', 'staff'],
    where: 'both',
    args: { words: optionalWords('地点和情况') },
    takesPhotos: true,
    run: async (call: Call, { words }) => {
      const { quotation } = call.message
      const text = [quotation?.text, words].filter((part) => part?.trim()).join('\n')
      if (!text || quotation?.fromBot) throw new Refusal('请引用居民说的那句话，再发 /登记。')
      await register(call, desk, { words: text, reporter: await quotedPerson(call), onBehalf: true })
    },
  })
  return [reportCommand, registerCommand]
}

interface Registration {
  readonly words: string
  readonly reporter: PersonId
  readonly onBehalf?: boolean
}

async function register(call: Call, desk: IssueDesk, { words, reporter, onBehalf }: Registration): Promise<void> {
  const communityId = communityFor(call)
  const { number, placesVersion } = await takeNumber(call.tx, communityId)
  const places = await desk.places.of(call.tx, communityId, placesVersion)
  const { grid, place } = placeOf(call, places, words)
  const { account, chat, id } = call.message
  const request: Report = {
    communityId,
    number,
    grid,
    words,
    place,
    category: guessCategory(words).code,
    reporter,
    onBehalfBy: onBehalf ? { personId: call.person, roles: call.roles } : undefined,
    origin: { account, chat },
    draft: grid === undefined,
    photos: call.photos,
    calendar: desk.calendar,
    now: call.now,
    saidAt: call.message.at,
    messageId: id,
  }
  const done = await report(call.tx, request)
  await finish(call, done)
  if (done.issue.gridId === null) {
    await openDialog(call.tx, dialogPlace(call.message), {
      kind: PLACE_DIALOG,
      state: { number },
      expiresAt: new Date(call.now.getTime() + PLACE_WAIT_MS),
    })
  }
}

/** Where it is: what the words say, read with the group's own grid in mind; in a grid's group at least that grid. */
function placeOf(call: Call, places: Places, words: string): { grid: Grid | undefined; place: string | undefined } {
  const here = call.group?.gridId
  const found = places.find(words)
  if (found.kind === 'one') return { grid: places.grid(found.place.gridId), place: placeName(found.place) }
  // 3号楼 stands in several compounds; said in a grid's group it is the one of that grid.
  const near = found.kind === 'several' ? found.candidates.filter(({ gridId }) => gridId === here) : []
  const [only] = near
  return { grid: here && places.grid(here), place: near.length === 1 && only ? placeName(only) : undefined }
}

/** Whose words are quoted: only where the chat knows it for sure; otherwise it counts as told by whoever registers it. */
async function quotedPerson(call: Call): Promise<PersonId> {
  const { account, quotation, mentions } = call.message
  const [mentioned] = mentions
  const contact: { id: ContactId; name: string } | undefined =
    mentions.length === 1 && mentioned
      ? mentioned
      : quotation?.authorId && { id: quotation.authorId, name: quotation.author }
  if (!contact) return call.person
  return ensurePerson(call.tx, { account, contactId: contact.id, displayName: contact.name, now: call.now })
}
