import { expect, it } from 'vitest'
import { describeOnBoth } from './both.ts'

const at = new Date('2026-06-03T07:00:00Z')

describeOnBoth('a statement that is said again', (open) => {
  it('speaks of what it is given this time, however many others were said in between', async () => {
    const { client, transaction } = await open()
    const names = ['王', '李', '马']
    await transaction(async (tx) => {
      for (const name of names) await tx.person.create({ data: { name, createdAt: at } })
    })
    const named = async (name: string) => (await client.person.findMany({ where: { name } })).map(({ name: is }) => is)
    for (const name of [...names, '赵']) expect(await named(name)).toEqual(names.filter((is) => is === name))
    // Each list of another length is another statement: more than are kept.
    for (let length = 1; length <= 220; length++) {
      const id = { in: Array.from({ length }, (_, index) => index + 2) }
      expect(await client.person.count({ where: { id } })).toBe(Math.min(length, 2))
    }
    for (const name of names) expect(await named(name)).toEqual([name])
  })

  it('and failed the first time can succeed the second', async () => {
    const { client, transaction } = await open()
    const grid = (communityId: number) =>
      transaction((tx) => tx.grid.create({ data: { communityId, number: 1, name: '1' } }))
    await expect(grid(1)).rejects.toMatchObject({ code: 'P2003' })
    const { id } = await transaction((tx) => tx.community.create({ data: { code: 'c', name: 'c', createdAt: at } }))
    await grid(id)
    await expect(grid(id)).rejects.toMatchObject({ code: 'P2002' })
    expect(await client.grid.count()).toBe(1)
  })
})
