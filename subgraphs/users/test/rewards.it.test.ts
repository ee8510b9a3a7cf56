import { randomUUID } from 'node:crypto'
import type { Reward } from '@waystone/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
  await users.app.start()
})
afterAll(() => users.close())

const gold = (amount: number): Reward => ({ kind: 'CURRENCY', currency: 'GOLD', amount })
const diamonds = (amount: number): Reward => ({ kind: 'CURRENCY', currency: 'DIAMOND', amount })
const granted = (userId: string, rewards: Reward[], completionId: string = randomUUID()) => ({
  type: 'quest.reward_granted' as const,
  data: { userId, questId: randomUUID(), completionId, rewards },
})
const walletOf = async ({ userId }: Player) => {
  const { wallet_gold, wallet_diamond } = await balancesOf(users, userId)
  return { gold: wallet_gold, diamonds: wallet_diamond }
}

const claims =
  '{ me { rewardClaims(first: 100) { totalCount edges { node { questId completionId currency amount } } } } }'

describe('a quest’s reward', () => {
  it('is credited and shows as a claim for each currency; items and experience are others’ matter', async () => {
    const player = await users.aPlayer()
    const item: Reward = { kind: 'ITEM', itemId: randomUUID(), quantity: 1 }
    const event = granted(player.userId, [gold(100), item, diamonds(10), { kind: 'EXPERIENCE', amount: 5 }])
    await users.tell(event, granted(player.userId, [item]))
    expect(await walletOf(player)).toEqual({ gold: 100, diamonds: 1_010 })
    const { data } = await users.ask(player, claims)
    const { questId, completionId } = event.data
    const nodes = [
      { node: { questId, completionId, currency: 'DIAMOND', amount: 10 } },
      { node: { questId, completionId, currency: 'GOLD', amount: 100 } },
    ]
    expect(data).toEqual({ me: { rewardClaims: { totalCount: 2, edges: expect.arrayContaining(nodes) as unknown } } })
    await expectSoundLedger(users)
  })

  it('is claimed once though told 100 times, under the same event id and under others', async () => {
    const player = await users.aPlayer()
    const event = granted(player.userId, [gold(100), diamonds(10)])
    const other = granted(player.userId, [gold(7)])
    const id = randomUUID()
    const deliveries = Array.from({ length: 100 }, (_, index) => (index % 3 === 0 ? { ...event, id } : event))
    deliveries.splice(50, 0, other)
    await users.tell(...deliveries)
    expect(await walletOf(player)).toEqual({ gold: 107, diamonds: 1_010 })
    const { data } = await users.ask(player, claims)
    expect(data).toMatchObject({ me: { rewardClaims: { totalCount: 3 } } })
    await expectSoundLedger(users)
  }, 60_000)

  it('for nobody becomes a dead letter', async () => {
    const userId = randomUUID()
    await users.tell(granted(userId, [gold(1)]))
    expect(await users.rows('select type from dead_letter where aggregate_id = $1', [userId])).toEqual([
      { type: 'quest.reward_granted' },
    ])
  })

  it('is listed newest first, page by page, without gap or repetition', async () => {
    const player = await users.aPlayer()
    for (let amount = 1; amount <= 5; amount++) {
      users.clock.advance(1_000)
      await users.tell(granted(player.userId, [gold(amount), diamonds(amount)]))
    }
    const found: number[] = []
    let after: string | null = null
    do {
      const { data } = await users.ask(
        player,
        `query ($after: String) { me { rewardClaims(first: 3, after: $after) {
          edges { node { amount } } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      )
      const page = (data as { me: { rewardClaims: Page<{ amount: number }> } }).me.rewardClaims
      found.push(...page.edges.map(({ node }) => node.amount))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(found).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
  })
})

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

/** Small steps of a linear congruential generator: the same mix at each run. */
function createDice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

describe('the ledger', () => {
  it('stays exact under a random mix of everything that moves currency, all at once', async () => {
    const players = await Promise.all(Array.from({ length: 6 }, () => users.aPlayer()))
    const expected = new Map(players.map(({ userId }) => [userId, { gold: 0, diamonds: 1_000, held: 0 }]))
    const roll = createDice(2_026)
    const { services } = users.app
    const book = (userId: string, change: (balances: { gold: number; diamonds: number; held: number }) => void) => {
      const balances = expected.get(userId)
      if (balances !== undefined) change(balances)
    }
    const steps: (() => Promise<unknown>)[] = Array.from({ length: 300 }, () => {
      const player = players[roll(players.length)] as Player
      const { userId } = player
      const reservation = { pullId: randomUUID(), userId, currency: 'DIAMOND' as const, amount: 1 + roll(150) }
      const kind = roll(4)
      if (kind === 0) {
        return async () => {
          const { status } = await services.reservePrice(reservation)
          if (status === 'RESERVED') book(userId, balances => (balances.held += reservation.amount))
          if (status === 'RESERVED') book(userId, balances => (balances.diamonds -= reservation.amount))
        }
      }
      if (kind === 1) {
        return async () => {
          await services.reservePrice(reservation)
          await services.releaseReservation(reservation)
        }
      }
      if (kind === 2) {
        const [goldAmount, diamondAmount] = [1 + roll(50), 1 + roll(50)]
        return async () => {
          await users.tell(granted(userId, [gold(goldAmount), diamonds(diamondAmount)]))
          book(userId, balances => (balances.gold += goldAmount))
          book(userId, balances => (balances.diamonds += diamondAmount))
        }
      }
      return async () => {
        const input = { packId: 'diamonds-80', paymentMethod: 'pm_ok', idempotencyKey: randomUUID() }
        const { __typename } = await users.change(player, buyMutation, { input })
        if (__typename === 'Purchase') book(userId, balances => (balances.diamonds += 80))
      }
    })
    await Promise.all(steps.map(step => step()))
    for (const { userId } of players) {
      const found = await balancesOf(users, userId)
      const { wallet_gold, wallet_diamond, held_diamond } = found
      expect({ gold: wallet_gold, diamonds: wallet_diamond, held: held_diamond }).toEqual(expected.get(userId))
    }
    expect(
      await users.rows('select position from dead_letter where aggregate_id = any($1)', [players.map(p => p.userId)]),
    ).toEqual([])
    await expectSoundLedger(users)
  }, 60_000)

  it.each([
    'update ledger_entry set amount = 1',
    'delete from ledger_entry',
    'truncate ledger_entry',
    'update ledger_transfer set amount = 1',
    'delete from ledger_transfer where false',
    'truncate ledger_transfer cascade',
  ])('refuses "%s"', async statement => {
    await users.aPlayer()
    await expect(users.rows(statement)).rejects.toThrow('append-only')
  })

  it('never lets a user go below zero, whatever the code does', async () => {
    const { userId } = await users.aPlayer()
    const overdraw = users.rows(`update ledger_account set balance = -1 where user_id = $1 and kind = 'WALLET'`, [
      userId,
    ])
    await expect(overdraw).rejects.toThrow('ledger_account_balance_check')
  })

  const ledger = `query ($currency: Currency, $first: Int, $after: String) { me { ledger(currency: $currency, first: $first, after: $after) {
    totalCount edges { cursor node { id currency amount balanceAfter reason reference createdAt } } pageInfo { hasNextPage hasPreviousPage endCursor }
  } } }`
  type Entry = { id: string; currency: string; amount: number; balanceAfter: number }
  const readLedger = async (player: Player, variables: Record<string, unknown>) => {
    const { data, errors } = await users.ask(player, ledger, variables)
    expect(errors).toEqual([])
    return (data as { me: { ledger: Page<Entry> & { totalCount: number } } }).me.ledger
  }

  it('reads newest first over both currencies, page by page, also while new entries come in', async () => {
    const player = await users.aPlayer()
    for (let amount = 1; amount <= 8; amount++) {
      users.clock.advance(1_000)
      await users.tell(granted(player.userId, [amount % 2 === 0 ? gold(amount) : diamonds(amount)]))
    }
    const whole = await readLedger(player, { first: 100 })
    expect(whole.totalCount).toBe(9)
    expect(whole.edges.map(({ node }) => node.amount)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 1_000])
    expect(whole.edges.map(({ node }) => node.balanceAfter)).toEqual([20, 1_016, 12, 1_009, 6, 1_004, 2, 1_001, 1_000])

    const paged: Entry[] = []
    let after: string | null = null
    do {
      const page: Page<Entry> = await readLedger(player, { first: 2, after })
      paged.push(...page.edges.map(({ node }) => node))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      await users.tell(granted(player.userId, [gold(1)]))
    } while (after !== null)
    expect(paged).toEqual(whole.edges.map(({ node }) => node))
  })

  it('reads one currency, nothing of it, and as many as asked', async () => {
    const player = await users.aPlayer()
    expect(await readLedger(player, { currency: 'GOLD' })).toMatchObject({ totalCount: 0, edges: [] })
    expect(await readLedger(player, { first: 0 })).toMatchObject({
      totalCount: 1,
      edges: [],
      pageInfo: { hasNextPage: true },
    })
    const { edges } = await readLedger(player, { currency: 'DIAMOND' })
    expect(edges.map(({ node }) => node)).toMatchObject([
      { currency: 'DIAMOND', amount: 1_000, balanceAfter: 1_000, reason: 'GRANT', reference: player.userId },
    ])
  })

  const cursorOf = (...key: string[]) => Buffer.from(JSON.stringify(key)).toString('base64url')
  it.each([
    [{ first: -1 }],
    [{ first: 101 }],
    [{ after: 'nonsense' }],
    [{ after: cursorOf('1') }],
    [{ after: cursorOf('1; drop', '2') }],
    [{ after: cursorOf('9'.repeat(30), '') }],
  ])('refuses %j as a page', async variables => {
    const player = await users.aPlayer()
    expect((await users.ask(player, ledger, variables)).errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })

  it.each([
    cursorOf('now', randomUUID()),
    cursorOf('-271821-04-20T00:00:00.000Z', randomUUID()),
    cursorOf('2026-01-01T00:00:00Z', 'x'),
  ])('refuses %s as a place among the claims', async after => {
    const player = await users.aPlayer()
    const { errors } = await users.ask(
      player,
      'query ($after: String) { me { rewardClaims(after: $after) { totalCount } } }',
      {
        after,
      },
    )
    expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })
})
