import { expect, it } from 'vitest'
import { PlaceBook, placeName } from '../../src/community/places.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { describeOnBoth } from '../database/both.ts'
import { openTown } from './town.ts'

describeOnBoth('places in residents’ words', (open) => {
  it('are found', async () => {
    const { database, communityId } = await openTown(open, 'all')
    const places = await new PlaceBook().of(database.client, communityId)
    /** what was found, as one line */
    const find = (text: string): string => {
      const found = places.find(text)
      if (found.kind === 'none') return '-'
      if (found.kind === 'several')
        return found.candidates.map((place) => `${place.grid}?${placeName(place)}`).join(' ')
      return `${found.place.grid} ${placeName(found.place)}`
    }
    const table: [words: string, found: string][] = [
      ['向阳小区3号楼2单元楼道灯不亮', '3 向阳小区3号楼'],
      ['向阳院三号楼', '3 向阳小区3号楼'],
      ['向阳小区 6栋 门口', '3 向阳小区6号楼'],
      ['新桥家园7#电梯坏了', '9 新桥家园7号楼'],
      ['新桥小区3-2-501漏水', '8 新桥家园3号楼'],
      ['文苑5幢', '10 文苑小区5号楼'],
      ['10号楼门口', '9 新桥家园10号楼'],
      ['沿街商住楼后面', '12 兴业大院沿街商住楼'],
      ['向阳小区大门正对公交站', '3 向阳小区（3网格）'],
      ['春和里门口', '1?春和里（1网格） 2?春和里（2网格）'],
      ['春和里2网格', '2 春和里（2网格）'],
      ['3网格', '3 向阳网格'],
      ['第十二网格', '12 兴业网格'],
      ['网格3', '3 向阳网格'],
      ['3号网格的5号楼', '3 向阳小区5号楼'],
      ['8号楼', '2?春和里8号楼 5?丰华苑8号楼 9?新桥家园8号楼'],
      ['丰华苑5号楼和6号楼之间', '4?丰华苑5号楼 5?丰华苑6号楼'],
      ['丰华苑6、7号楼之间', '5 丰华苑（5网格）'],
      ['1网格10号楼', '1?春和里一网格 9?新桥家园10号楼'],
      ['向阳小区40号楼', '3 向阳小区（3网格）'],
      ['99网格', '-'],
      ['40号楼', '-'],
      ['路灯不亮', '-'],
      ['6月3号停水', '-'],
      ['', '-'],
    ]
    expect(table.map(([words]) => [words, find(words)])).toEqual(table)
  })

  it('tell the compound, where the words or the grid do', async () => {
    const { database, communityId, grid } = await openTown(open, 'all')
    const places = await new PlaceBook().of(database.client, communityId)
    const nameOf = async (id: number | undefined) =>
      id === undefined ? undefined : (await database.client.compound.findUniqueOrThrow({ where: { id } })).name
    const compound = async (text: string) => {
      const found = places.find(text)
      return found.kind === 'one' ? nameOf(found.place.compoundId) : found.kind
    }
    expect(await compound('向阳院三号楼')).toBe('向阳小区')
    expect(await compound('丰华苑6、7号楼之间')).toBe('丰华苑')
    expect(await compound('3网格')).toBeUndefined()
    expect(await nameOf(places.compoundOf(await grid(3)))).toBe('向阳小区')
    expect(places.compoundOf(await grid(12)), 'buildings of two compounds').toBeUndefined()
  })

  it('are remembered until the community file brings other ones', async () => {
    const { database, run, communityId, file } = await openTown(open, 'all')
    const book = new PlaceBook()
    const look = () => book.of(database.client, communityId)
    const before = await look()
    await run((tx) => loadCommunity(tx, file, { now: new Date() }))
    expect(await look()).toBe(before)
    const [first, ...others] = file.compounds
    if (!first) throw new Error('the example has compounds')
    const renamed = { ...file, compounds: [{ ...first, aliases: [...first.aliases, '老纺织厂宿舍'] }, ...others] }
    expect((await look()).find('老纺织厂宿舍门口').kind).toBe('none')
    await run((tx) => loadCommunity(tx, renamed, { now: new Date() }))
    expect((await look()).find('老纺织厂宿舍门口').kind).not.toBe('none')
  })

  it('are those of the community that is asked', async () => {
    const { database, run, communityId } = await openTown(open, 'all')
    const other = await run((tx) =>
      tx.community.create({ data: { code: 'other', name: '另一社区', createdAt: new Date(0) } }),
    )
    const places = await new PlaceBook().of(database.client, other.id as typeof communityId)
    expect(places.find('向阳小区3号楼')).toEqual({ kind: 'none' })
  })
})
