import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { startUsers, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(() => users.close())

const USERS = 12
const playerIds = async () =>
  (await Promise.all(Array.from({ length: USERS }, () => users.aPlayer()))).map(({ userId }) => userId)
const reserve = (userId: string, amount = 100) =>
  users.app.services.reservePrice({ pullId: randomUUID(), userId, currency: 'DIAMOND', amount })

it('prices of many users that are asked for at once are set aside by one statement', async () => {
  const ids = await playerIds()
  const counted = countStatements(users.database.primary)
  const answers = await Promise.all(ids.map((userId, place) => reserve(userId, place === 0 ? 1_001 : 100)))
  counted.stop()
  expect(counted.statements).toHaveLength(1)
  expect(answers).toEqual([
    { status: 'REFUSED', available: 1_000 },
    ...ids.slice(1).map(() => ({ status: 'RESERVED' })),
  ])
  await expectSoundLedger(users)
})

it('nothing is set aside for a banned user, whose ban counts as long as it lasts', async () => {
  const [forGood = '', forAWhile = '', noMore = '', neighbour = ''] = await playerIds()
  const later = new Date(users.clock.now().getTime() + 60_000)
  const earlier = new Date(users.clock.now().getTime() - 60_000)
  await users.rows('UPDATE "user" SET banned = true WHERE id = $1', [forGood])
  await users.rows('UPDATE "user" SET banned = true, ban_expires = $2 WHERE id = $1', [forAWhile, later])
  await users.rows('UPDATE "user" SET banned = true, ban_expires = $2 WHERE id = $1', [noMore, earlier])
  const refused = { status: 'REFUSED', available: 1_000 }
  const pullId = randomUUID()
  const asked = [forGood, forAWhile, noMore, neighbour].map(userId => reserve(userId))
  expect(await Promise.all(asked)).toEqual([refused, refused, { status: 'RESERVED' }, { status: 'RESERVED' }])
  const again = () => users.app.services.reservePrice({ pullId, userId: forGood, currency: 'DIAMOND', amount: 100 })
  expect([await again(), await again()]).toEqual([refused, refused])
  expect(await balancesOf(users, forGood)).toMatchObject({ wallet_diamond: 1_000, held_diamond: 0 })
  await expectSoundLedger(users)
})

it('a user whose wallet is locked by another transaction keeps nobody else waiting', async () => {
  const [lockedId = '', ...others] = await playerIds()
  const waiting = await withTransaction(users.database.primary, async tx => {
    const text = `SELECT id FROM ledger_account WHERE user_id = $1 AND kind = 'WALLET' FOR UPDATE`
    await tx.query({ text, values: [lockedId] })
    const last = reserve(lockedId)
    // By now it has come to the lock.
    await balancesOf(users, lockedId)
    expect(await Promise.all(others.map(userId => reserve(userId)))).toEqual(others.map(() => ({ status: 'RESERVED' })))
    expect(await balancesOf(users, lockedId)).toMatchObject({ wallet_diamond: 1_000, held_diamond: 0 })
    return { last }
  })
  expect(await waiting.last).toEqual({ status: 'RESERVED' })
  expect(await balancesOf(users, lockedId)).toMatchObject({ wallet_diamond: 900, held_diamond: 100 })
  await expectSoundLedger(users)
})
