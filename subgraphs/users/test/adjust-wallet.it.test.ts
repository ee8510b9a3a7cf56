import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
let admin: Player
let player: Player
beforeAll(async () => {
  users = await startUsers()
  admin = await users.anAdministrator()
  player = await users.aPlayer()
})
afterAll(() => users.close())

const ADJUST = `mutation ($userId: ID!, $currency: Currency!, $amount: SafeInt!, $reason: String!, $key: ID!) {
  result: adjustWallet(userId: $userId, currency: $currency, amount: $amount, reason: $reason, idempotencyKey: $key) {
    __typename
    ... on Wallet { id gold diamonds user { id } }
    ... on InvalidInput { field problems { rule min max actual } }
    ... on UserNotFound { message }
  }
}`
interface Correction {
  userId?: string
  currency?: 'GOLD' | 'DIAMOND'
  amount?: number
  reason?: string
  key?: string
}
const correction = (input: Correction = {}) => ({
  userId: player.userId,
  currency: 'GOLD',
  amount: 100,
  reason: 'The event paid twice',
  key: randomUUID(),
  ...input,
})
const adjust = (input: Correction = {}, by = admin) => users.change(by, ADJUST, correction(input))
const actionsOn = ({ userId }: Player) =>
  users.rows<{ action: string; reason: string; actor: string; data: Record<string, unknown> }>(
    'select action, reason, actor, data from admin_action where user_id = $1 order by position',
    [userId],
  )

describe('adjustWallet', () => {
  it('adds and takes by a balanced transfer against the house, and logs who, why and how much', async () => {
    const target = await users.aPlayer()
    const added = await adjust({ userId: target.userId, amount: 250, reason: '  Compensation ' })
    expect(added).toMatchObject({ __typename: 'Wallet', gold: 250, diamonds: 1_000, user: { id: target.userId } })
    const taken = await adjust({ userId: target.userId, currency: 'DIAMOND', amount: -400, reason: 'A bug gave them' })
    expect(taken).toMatchObject({ gold: 250, diamonds: 600 })
    const transfers = await users.rows<{ id: string }>(
      `select t.id, t.reference, t.amount::int, d.kind::text as "from", c.kind::text as "to" from ledger_transfer t
       join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
       where t.reason = 'ADMIN_ADJUSTMENT' and $1 in (d.user_id, c.user_id) order by t.amount`,
      [target.userId],
    )
    expect(transfers).toEqual([
      { id: transfers[0]?.id, reference: transfers[0]?.id, amount: 250, from: 'ADJUSTMENTS', to: 'WALLET' },
      { id: transfers[1]?.id, reference: transfers[1]?.id, amount: 400, from: 'WALLET', to: 'ADJUSTMENTS' },
    ])
    expect(await actionsOn(target)).toEqual([
      {
        action: 'WALLET_ADJUSTED',
        reason: 'Compensation',
        actor: admin.userId,
        data: { transferId: transfers[0]?.id, currency: 'GOLD', amount: 250 },
      },
      {
        action: 'WALLET_ADJUSTED',
        reason: 'A bug gave them',
        actor: admin.userId,
        data: { transferId: transfers[1]?.id, currency: 'DIAMOND', amount: -400 },
      },
    ])
    await expectSoundLedger(users)
  })

  it('never takes more than the wallet holds, and changes nothing then', async () => {
    const target = await users.aPlayer()
    const before = await users.state()
    expect(await adjust({ userId: target.userId, currency: 'DIAMOND', amount: -1_001 })).toEqual({
      __typename: 'InvalidInput',
      field: 'amount',
      problems: [{ rule: 'RANGE', min: -1_000, max: null, actual: null }],
    })
    expect(await users.state()).toEqual(before)
    expect(await adjust({ userId: target.userId, currency: 'DIAMOND', amount: -1_000 })).toMatchObject({ diamonds: 0 })
  })

  it('refuses bad input with the field, and unknown and deleted users, and changes nothing', async () => {
    const gone = await users.aPlayer()
    await users.rows(`update profile set standing = 'DELETED' where user_id = $1`, [gone.userId])
    const before = await users.state()
    const field = async (input: Correction) => (await adjust(input))['field']
    expect(await field({ amount: 0 })).toBe('amount')
    for (const amount of [1_000_000_001, -1_000_000_001]) expect(await field({ amount })).toBe('amount')
    for (const reason of ['', ' \n ', 'x'.repeat(501), 'a\0b']) expect(await field({ reason })).toBe('reason')
    for (const key of ['', 'a b', 'x'.repeat(129)]) expect(await field({ key })).toBe('idempotencyKey')
    for (const userId of ['nobody', randomUUID(), gone.userId])
      expect(await adjust({ userId })).toMatchObject({ __typename: 'UserNotFound' })
    expect(await users.state()).toEqual(before)
  })

  it('books once for a key of an administrator, and refuses the key for anything else', async () => {
    const target = await users.aPlayer()
    const key = randomUUID()
    const first = await adjust({ userId: target.userId, key })
    expect(await adjust({ userId: target.userId, key, reason: 'Said otherwise' })).toEqual(first)
    for (const other of [{ amount: 101 }, { currency: 'DIAMOND' as const }, { userId: player.userId }])
      expect(await adjust({ userId: target.userId, key, ...other })).toMatchObject({
        field: 'idempotencyKey',
        problems: [{ rule: 'USED' }],
      })
    expect(await actionsOn(target)).toHaveLength(1)
    // Another administrator's keys are others.
    const colleague = await users.anAdministrator()
    expect(await adjust({ userId: target.userId, key }, colleague)).toMatchObject({ gold: 200 })
  })

  it('gives the exact total when many come at once, repeats among them, and never goes below zero', async () => {
    const target = await users.aPlayer()
    const keys = Array.from({ length: 12 }, () => randomUUID())
    const { userId } = target
    const asked = keys.flatMap((key, index) => [
      { userId, key, amount: 10 + index },
      { userId, key, amount: 10 + index },
      { userId, key: `take-${key}`, currency: 'DIAMOND' as const, amount: -300 },
    ])
    const results = await Promise.all(asked.map(input => adjust(input)))
    const total = keys.reduce((sum, _, index) => sum + 10 + index, 0)
    const refused = results.filter(({ __typename }) => __typename === 'InvalidInput')
    // 1,000 diamonds are 300 three times.
    expect(refused).toHaveLength(keys.length - 3)
    expect(await balancesOf(users, userId)).toMatchObject({ wallet_gold: total, wallet_diamond: 100 })
    expect(await actionsOn(target)).toHaveLength(keys.length + 3)
    await expectSoundLedger(users)
  })

  it('gives one of two users what the same key asks for at once', async () => {
    const [one, other] = [await users.aPlayer(), await users.aPlayer()]
    for (let round = 1; round <= 5; round++) {
      const key = randomUUID()
      const results = await Promise.all([one, other].map(({ userId }) => adjust({ userId, key, amount: 7 })))
      expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(['InvalidInput', 'Wallet'])
    }
    const [a, b] = [await balancesOf(users, one.userId), await balancesOf(users, other.userId)]
    expect((a['wallet_gold'] ?? 0) + (b['wallet_gold'] ?? 0)).toBe(35)
    await expectSoundLedger(users)
  })
})
