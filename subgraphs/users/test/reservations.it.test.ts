import { randomUUID } from 'node:crypto'
import { releaseReservation, reservePrice } from '@waystone/events'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STARTING_DIAMONDS } from '../src/domain/ledger.js'
import { balancesOf, expectSoundLedger } from './economy.js'
import { startUsers, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
  await users.app.start()
})
afterAll(() => users.close())

/** As gacha asks over the network: input and answer are checked. */
const call = (operation: string, input: unknown) => {
  const handler = users.app.internal.find(each => each.operation === operation)
  if (handler === undefined) throw new Error(`There is no ${operation}`)
  return handler.answer(input, 'gacha')
}
const reserve = (pull: { userId: string; pullId: string }, amount = 100) =>
  call(reservePrice.operation, { ...pull, currency: 'DIAMOND', amount })
const release = (pull: { userId: string; pullId: string }) => call(releaseReservation.operation, pull)
const aPull = async () => ({ userId: (await users.aPlayer()).userId, pullId: randomUUID() })
const drawn = (pull: { userId: string; pullId: string }, cost = 100) => ({
  type: 'pull.drawn' as const,
  data: { ...pull, bannerId: randomUUID(), currency: 'DIAMOND' as const, cost, items: [] },
})
const statusOf = async ({ pullId }: { pullId: string }) =>
  (await users.rows<{ status: string }>('select status::text from reservation where pull_id = $1', [pullId]))[0]?.status
const diamondsOf = async (userId: string) => {
  const { wallet_diamond, held_diamond } = await balancesOf(users, userId)
  return { wallet: wallet_diamond, held: held_diamond }
}
const captured = async (pull: { pullId: string }) =>
  ((await users.told('reservation.captured')) as { pullId: string }[]).filter(({ pullId }) => pullId === pull.pullId)
const deadLetters = () =>
  users.rows<{ type: string; aggregate_id: string; error: string }>('select type, aggregate_id, error from dead_letter')

describe('captures of one batch', () => {
  it('book each price on the house, one after the other, by one statement, and tell of each in the order of the draws', async () => {
    const pulls = await Promise.all(Array.from({ length: 40 }, aPull))
    const [twice] = pulls
    if (twice === undefined) throw new Error('There are pulls')
    pulls.push({ userId: twice.userId, pullId: randomUUID() })
    await Promise.all(pulls.map(pull => reserve(pull)))
    const counted = countStatements(users.database.primary)
    await users.tellTogether(...pulls.map(drawn))
    counted.stop()
    expect(counted.statements.filter(text => text.includes(`'_CAPTURED'`))).toHaveLength(1)
    for (const pull of pulls) {
      expect(await statusOf(pull)).toBe('CAPTURED')
      expect(await diamondsOf(pull.userId)).toEqual({ wallet: pull.userId === twice.userId ? 800 : 900, held: 0 })
    }
    const ids = new Set<string>(pulls.map(({ pullId }) => pullId))
    const told = ((await users.told('reservation.captured')) as { pullId: string }[]).map(({ pullId }) => pullId)
    expect(told.filter(id => ids.has(id))).toEqual(pulls.map(({ pullId }) => pullId))
    await expectSoundLedger(users)
  })

  it('spend what is set aside, though others of the batch were captured before, are free or have nothing set aside', async () => {
    const [before, free, never, sound] = [await aPull(), await aPull(), await aPull(), await aPull()]
    const unreserved = await aPull()
    await reserve(before)
    await users.tell(drawn(before))
    await reserve(free, 0)
    await reserve(sound)
    await users.tellTogether(drawn(before), drawn(free), drawn(never), drawn(sound), drawn(unreserved, 0))
    expect(await Promise.all([before, free, never, sound, unreserved].map(statusOf))).toEqual([
      'CAPTURED',
      'CAPTURED',
      undefined,
      'CAPTURED',
      undefined,
    ])
    const told = [before, free, sound, unreserved].map(async pull => (await captured(pull)).length)
    expect(await Promise.all(told)).toEqual([1, 1, 1, 1])
    const letters = (await deadLetters()).filter(letter => letter.aggregate_id === never.userId)
    expect(letters).toHaveLength(1)
    await users.rows('delete from dead_letter where aggregate_id = $1', [never.userId])
    await expectSoundLedger(users)
  })
})

describe('a reservation', () => {
  it('sets the price aside once, however often it is asked for', async () => {
    const pull = await aPull()
    const answers = await Promise.all(Array.from({ length: 64 }, () => reserve(pull)))
    expect(answers).toEqual(Array.from({ length: 64 }, () => ({ status: 'RESERVED' })))
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 900, held: 100 })
    await expectSoundLedger(users)
  })

  it('beyond the wallet is refused, also later when there is money', async () => {
    const pull = await aPull()
    expect(await reserve(pull, 1_001)).toEqual({ status: 'REFUSED', available: 1_000 })
    await users.tell({ type: 'quest.reward_granted', data: aReward(pull.userId, 500) })
    expect(await reserve(pull, 1_001)).toEqual({ status: 'REFUSED', available: 1_000 })
    expect(await release(pull)).toEqual({ status: 'RELEASED' })
    expect(await statusOf(pull)).toBe('REFUSED')
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 1_500, held: 0 })
  })

  it('of all there is, and of nothing, holds', async () => {
    const pull = await aPull()
    expect(await reserve(pull, 1_000)).toEqual({ status: 'RESERVED' })
    const free = { ...pull, pullId: randomUUID() }
    expect(await reserve(free, 0)).toEqual({ status: 'RESERVED' })
    await users.tell(drawn(pull), drawn(free))
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 0, held: 0 })
    expect([await statusOf(pull), await statusOf(free)]).toEqual(['CAPTURED', 'CAPTURED'])
    await expectSoundLedger(users)
  })

  it('1,000 at once with money for ten: exactly ten hold', async () => {
    const { userId } = await aPull()
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => reserve({ userId, pullId: randomUUID() })))
    const statuses = answers.map(answer => (answer as { status: string }).status)
    expect(statuses.filter(status => status === 'RESERVED')).toHaveLength(10)
    expect(statuses.filter(status => status === 'REFUSED')).toHaveLength(990)
    expect(await diamondsOf(userId)).toEqual({ wallet: 0, held: 1_000 })
    await expectSoundLedger(users)
  }, 60_000)

  it('of several prices is the first one that the wallet can pay, the same at every repeat; of none, the last is refused', async () => {
    const [first, second, third, none] = [await aPull(), await aPull(), await aPull(), await aPull()]
    const ofPrices = (pull: { userId: string; pullId: string }, ...amounts: number[]) => {
      const [price, ...others] = amounts.map((amount, index) => ({
        currency: index === 0 ? 'GOLD' : 'DIAMOND',
        amount,
      }))
      return call(reservePrice.operation, { ...pull, ...price, others })
    }
    const diamonds = (amount: number) => ({ currency: 'DIAMOND', amount })
    const answers = await Promise.all(Array.from({ length: 8 }, () => ofPrices(first, 1, 100)))
    expect(answers).toEqual(answers.map(() => ({ status: 'RESERVED', price: diamonds(100) })))
    expect(await ofPrices(second, 0, 100)).toEqual({ status: 'RESERVED', price: { currency: 'GOLD', amount: 0 } })
    expect(await ofPrices(third, 1, 100_000, 7)).toEqual({ status: 'RESERVED', price: diamonds(7) })
    const refusal = { status: 'REFUSED', available: STARTING_DIAMONDS, price: diamonds(100_000) }
    expect(await ofPrices(none, 1, 100_000)).toEqual(refusal)
    expect(await ofPrices(none, 1, 100_000)).toEqual(refusal)
    await expectSoundLedger(users)
  })

  it('is given back once, however often', async () => {
    const pull = await aPull()
    await reserve(pull)
    const answers = await Promise.all(Array.from({ length: 16 }, () => release(pull)))
    expect(answers).toEqual(Array.from({ length: 16 }, () => ({ status: 'RELEASED' })))
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 1_000, held: 0 })
    expect(await reserve(pull)).toEqual({ status: 'RELEASED' })
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 1_000, held: 0 })
    const reasons = await users.rows('select reason::text from ledger_transfer where reference = $1 order by 1', [
      pull.pullId,
    ])
    expect(reasons).toEqual([{ reason: 'PULL' }, { reason: 'PULL_RELEASED' }])
  })

  it('that is released before it is made never takes hold', async () => {
    const pull = await aPull()
    expect(await release(pull)).toEqual({ status: 'RELEASED' })
    expect(await reserve(pull)).toEqual({ status: 'RELEASED' })
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 1_000, held: 0 })
  })

  it('made and released at once ends released, with nothing held', async () => {
    const { userId } = await aPull()
    const pulls = Array.from({ length: 40 }, () => ({ userId, pullId: randomUUID() }))
    await Promise.all(
      pulls.flatMap((pull, index) => (index % 2 ? [reserve(pull), release(pull)] : [release(pull), reserve(pull)])),
    )
    expect(await diamondsOf(userId)).toEqual({ wallet: 1_000, held: 0 })
    for (const pull of pulls) expect(['RELEASED', 'REFUSED']).toContain(await statusOf(pull))
    await expectSoundLedger(users)
  })

  it('is captured once when its pull is drawn, told once, and cannot be released after', async () => {
    const pull = await aPull()
    await reserve(pull)
    for (let time = 0; time < 3; time++) await users.tell(drawn(pull))
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 900, held: 0 })
    expect(await captured(pull)).toHaveLength(1)
    expect(await release(pull)).toEqual({ status: 'CAPTURED' })
    expect(await reserve(pull)).toEqual({ status: 'RESERVED' })
    expect(await diamondsOf(pull.userId)).toEqual({ wallet: 900, held: 0 })
    await expectSoundLedger(users)
  })

  it('for another price or user under the same pull is an error, and so is releasing or capturing another’s', async () => {
    const pull = await aPull()
    const { userId: stranger } = await aPull()
    await reserve(pull)
    const before = await users.state()
    await expect(reserve(pull, 101)).rejects.toThrow('another user or price')
    await expect(reserve({ ...pull, userId: stranger })).rejects.toThrow('another user or price')
    await expect(release({ ...pull, userId: stranger })).rejects.toThrow('another user')
    expect(await users.state()).toEqual(before)
  })

  it('is refused for what is no order, and for nobody', async () => {
    const pull = await aPull()
    const before = await users.state()
    for (const wrong of [
      { amount: -1 },
      { amount: 0.5 },
      { amount: 2 ** 53 },
      { currency: 'RUBY' },
      { pullId: 'x' },
      { userId: '' },
    ]) {
      await expect(call(reservePrice.operation, { ...pull, currency: 'DIAMOND', amount: 1, ...wrong })).rejects.toThrow(
        'is wrong',
      )
    }
    await expect(reserve({ ...pull, userId: randomUUID() })).rejects.toThrow('has no wallet')
    await expect(release({ ...pull, userId: randomUUID() })).rejects.toThrow('reservation_user_id_fkey')
    expect(await users.state()).toEqual(before)
  })
})

const aReward = (userId: string, amount: number) => ({
  userId,
  questId: randomUUID(),
  completionId: randomUUID(),
  rewards: [{ kind: 'CURRENCY' as const, currency: 'DIAMOND' as const, amount }],
})

describe('a drawn pull whose price is not set aside', () => {
  it.each([
    ['was never asked for', async () => undefined, 'no reservation'],
    [
      'was given back',
      async (pull: { userId: string; pullId: string }) => (await reserve(pull), await release(pull)),
      'RELEASED',
    ],
    ['was refused', (pull: { userId: string; pullId: string }) => reserve(pull, 5_000), 'REFUSED'],
    [
      'is of another user',
      async (pull: { pullId: string }) => await reserve({ ...(await aPull()), pullId: pull.pullId }),
      'another user',
    ],
  ])('since it %s becomes a dead letter, and nothing moves', async (_, before, reason) => {
    const pull = await aPull()
    await before(pull)
    const balances = await diamondsOf(pull.userId)
    await users.tell(drawn(pull))
    const letters = (await deadLetters()).filter(letter => letter.aggregate_id === pull.userId)
    expect(letters).toEqual([
      { type: 'pull.drawn', aggregate_id: pull.userId, error: expect.stringContaining(reason) as string },
    ])
    expect(await captured(pull)).toEqual([])
    expect(await diamondsOf(pull.userId)).toEqual(balances)
    await expectSoundLedger(users)
  })
})
