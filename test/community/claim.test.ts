import { expect, it } from 'vitest'
import { claim, ensureClaimCode } from '../../src/community/claim.ts'
import { ensurePerson } from '../../src/community/people.ts'
import { holdersOf, rolesOf } from '../../src/community/roles.ts'
import type { ContactId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, exampleTown, minutesLater, now, openTown } from './town.ts'

describeOnBoth('the claim code', (open) => {
  async function newCommunity() {
    const database = await open()
    const file = await exampleTown()
    const run = database.transaction
    const { communityId } = await run((tx) => loadCommunity(tx, file, { now }))
    const person = (contact: string) =>
      run((tx) => ensurePerson(tx, { account, contactId: contact as ContactId, displayName: contact, now }))
    return {
      database,
      file,
      communityId,
      person,
      run,
      first: await person('first'),
      second: await person('second'),
      ensure: (code?: string) => run((tx) => ensureClaimCode(tx, communityId, { code, now })),
      claim: (personId: Awaited<ReturnType<typeof person>>, code: string, at = now) =>
        run((tx) => claim(tx, { code, personId, now: at })),
    }
  }

  it('is made once, easy to read, and kept only as a hash', async () => {
    const { database, ensure } = await newCommunity()
    const code = await ensure()
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/)
    expect(await ensure()).toBeUndefined()
    const rows = await database.client.claimCode.findMany()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(code)
    expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('makes one person secretary, once', async () => {
    const { database, communityId, ensure, claim, first, second } = await newCommunity()
    const code = (await ensure()) ?? ''
    expect(await claim(first, ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).toEqual({
      ok: true,
      communityId,
    })
    expect(await rolesOf(database.client, first)).toEqual([{ kind: 'SECRETARY', communityId, lead: false }])
    expect(await claim(second, code)).toMatchObject({ ok: false, why: expect.stringContaining('已经用过') })
    expect(await rolesOf(database.client, second)).toEqual([])
    expect(await ensure()).toBeUndefined()
    const actions = (await database.client.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action)
    expect(actions).toEqual(['claim.use', 'role.appoint', 'claim.wrong'])
  })

  it('is made although there is a secretary, where that one is known only on an account that does not run', async () => {
    const { communityId, run, ensure, claim, first } = await newCommunity()
    await claim(first, (await ensure()) ?? '')
    expect(await ensure()).toBeUndefined()
    const again = await run((tx) => ensureClaimCode(tx, communityId, { now, notOn: account }))
    expect(again).toMatch(/^[2-9A-HJ-NP-Z]{8}$/)
  })

  it('makes one person secretary when two claim at once', async () => {
    const { database, communityId, ensure, claim, first, second } = await newCommunity()
    const code = (await ensure()) ?? ''
    const claims = await Promise.all([claim(first, code), claim(second, code)])
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await holdersOf(database.client, { kind: 'SECRETARY', communityId })).toHaveLength(1)
  })

  it('can be tried wrongly five times an hour, by each person', async () => {
    const { ensure, claim, first, second } = await newCommunity()
    const code = (await ensure()) ?? ''
    for (let minute = 0; minute < 5; minute += 1) {
      expect(await claim(first, 'WRONGONE', minutesLater(minute))).toMatchObject({
        why: expect.stringContaining('不对'),
      })
    }
    expect(await claim(first, code, minutesLater(59))).toMatchObject({ why: expect.stringContaining('输错太多次') })
    expect(await claim(second, 'WRONGONE', minutesLater(59))).toMatchObject({ why: expect.stringContaining('不对') })
    expect(await claim(first, code, minutesLater(60))).toMatchObject({ ok: true })
  })

  it('can be set, replacing one that was printed', async () => {
    const { ensure, claim, first, second } = await newCommunity()
    const printed = (await ensure()) ?? ''
    expect(await ensure('yu-cheng 2026')).toBeUndefined()
    expect(await ensure('yu-cheng 2026')).toBeUndefined()
    expect(await claim(first, printed)).toMatchObject({ ok: false })
    expect(await claim(first, 'YUCHENG2026')).toMatchObject({ ok: true })
    expect(await ensure('yu-cheng 2026')).toBeUndefined()
    expect(await claim(second, 'YUCHENG2026')).toMatchObject({ ok: false })
  })

  it('set anew lets somebody in although there is a secretary', async () => {
    const { database, communityId, ensure, claim, first, second } = await newCommunity()
    await ensure('first-code')
    await claim(first, 'first-code')
    await ensure('second-code')
    expect(await claim(second, 'second-code')).toMatchObject({ ok: true })
    expect(await holdersOf(database.client, { kind: 'SECRETARY', communityId })).toHaveLength(2)
  })

  it('is refused when it is too short to be safe', async () => {
    const { ensure } = await newCommunity()
    await expect(ensure('12-34')).rejects.toBeInstanceOf(OperatorError)
    expect(await ensure('  ')).toMatch(/^.{8}$/)
  })

  it('is each community’s own', async () => {
    const { run, file, communityId, ensure, claim, first } = await newCommunity()
    const other = await run((tx) => loadCommunity(tx, { ...file, code: 'other' }, { now }))
    await ensure('shared-code')
    const printed = await run((tx) => ensureClaimCode(tx, other.communityId, { code: 'shared-code', now }))
    expect(printed).toMatch(/^.{8}$/)
    expect(await claim(first, 'shared-code')).toEqual({ ok: true, communityId })
    expect(await claim(first, printed ?? '')).toEqual({ ok: true, communityId: other.communityId })
  })
})

describeOnBoth('a community with a secretary', (open) => {
  it('gets no claim code, and one that lies about is void after the next start', async () => {
    const { database, run, communityId } = await openTown(open)
    expect(await run((tx) => ensureClaimCode(tx, communityId, { now }))).toBeUndefined()
    await run((tx) => ensureClaimCode(tx, communityId, { code: 'left-over', now }))
    await run((tx) => ensureClaimCode(tx, communityId, { now }))
    expect(await database.client.claimCode.count()).toBe(0)
  })
})
