import { expect, it } from 'vitest'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { groupsSeen } from '../../src/wechaty/groups-seen.ts'

const cast = {
  account: { id: 'xiaoge', name: '小格' },
  people: [
    { contact: 'ma', name: '马先生', friend: true },
    { contact: 'li', name: '李阿姨', friend: false },
  ],
  groups: [
    { chatId: 'a@chatroom', topic: '3网格群', members: ['ma', 'li'], aliases: { li: '5号楼李阿姨' } },
    { chatId: 'b@chatroom', topic: '工作群', members: ['ma'] },
  ],
}

async function loggedIn(puppet: SandboxPuppet): Promise<SandboxPuppet> {
  const login = new Promise<void>((resolve) => puppet.once('login', () => resolve()))
  await puppet.start()
  await login
  return puppet
}

it('tells each group with what its members are called there', async () => {
  const puppet = await loggedIn(new SandboxPuppet(cast))
  expect(await groupsSeen(puppet)).toEqual([
    { id: 'a@chatroom', topic: '3网格群', names: ['马先生', '5号楼李阿姨'] },
    { id: 'b@chatroom', topic: '工作群', names: ['马先生'] },
  ])
  await puppet.stop()
})

it('tells them as every database can keep them: half a picture sign in a name would hold up what is kept of all groups', async () => {
  const [group] = cast.groups
  const halved = {
    ...cast,
    people: [{ contact: 'ma', name: '马\uD83D先生', friend: true }],
    groups: [{ chatId: group?.chatId ?? '', topic: '3网格\0群', members: ['ma'] }],
  }
  const puppet = await loggedIn(new SandboxPuppet(halved))
  expect(await groupsSeen(puppet)).toEqual([{ id: 'a@chatroom', topic: '3网格群', names: ['马先生'] }])
  await puppet.stop()
})

it('leaves out what the puppet cannot tell, and says so when that is everything', async () => {
  class Forgetful extends SandboxPuppet {
    forgets: readonly string[] = ['b@chatroom', 'li']
    override async roomRawPayload(id: string) {
      if (this.forgets.includes(id)) throw new Error('not ready')
      return super.roomRawPayload(id)
    }
    override async roomMemberRawPayload(roomId: string, contactId: string) {
      if (this.forgets.includes(contactId)) throw new Error('no such member')
      return super.roomMemberRawPayload(roomId, contactId)
    }
  }
  const puppet = new Forgetful(cast)
  await loggedIn(puppet)
  expect(await groupsSeen(puppet)).toEqual([{ id: 'a@chatroom', topic: '3网格群', names: ['马先生'] }])
  puppet.forgets = ['a@chatroom', 'b@chatroom']
  for (const id of puppet.forgets) puppet.addGroup({ chatId: id, topic: '', members: [] })
  await expect(groupsSeen(puppet)).rejects.toThrow('not ready')
  await puppet.stop()
})
