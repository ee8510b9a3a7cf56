import { randomUUID } from 'node:crypto'
import { startTwoInstances, type LiveClient, type Told, type TwoInstances } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

interface Changed {
  readonly walletChanged: { readonly gold: number; readonly diamonds: number }
}

let instances: TwoInstances<TestApp>
let users: TestApp
beforeAll(async () => {
  instances = await startTwoInstances(url => startUsers({ settings: { REDIS_URL: url } }))
  users = instances.first
})
afterAll(() => instances.close())

const connect = ({ accessToken: token }: Pick<Player, 'accessToken'>, url = instances.urls[0]): LiveClient =>
  instances.connect({ url, token })

const WALLET = 'subscription { walletChanged { gold diamonds updatedAt user { id } } }'

/** Told the player's wallet at each of the instances, of which the first state has been read. */
async function walletOf(player: Player): Promise<Told<Changed>[]> {
  const all = instances.urls.map(url => connect(player, url).subscribe<Changed>(WALLET))
  for (const told of all) await told.nextData()
  return all
}

/** The next balances, which all subscriptions must receive alike. */
async function next(all: readonly Told<Changed>[]): Promise<unknown> {
  const [first, ...others] = await Promise.all(all.map(told => told.nextData()))
  for (const other of others) expect(other).toEqual(first)
  const { gold, diamonds } = first?.walletChanged ?? { gold: -1, diamonds: -1 }
  return { gold, diamonds }
}

const buys = (player: Player) =>
  users.change(player, buyMutation, {
    input: { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: randomUUID() },
  })

describe('walletChanged', () => {
  it('tells the current state first', async () => {
    const player = await users.aPlayer()
    expect(await connect(player).subscribe(WALLET).nextData()).toEqual({
      walletChanged: { gold: 0, diamonds: 1_000, updatedAt: expect.any(String), user: { id: player.userId } },
    })
  })

  it('tells every way in which a wallet changes, at every instance: purchase, reward, a pull reserved and given back', async () => {
    const player = await users.aPlayer()
    const all = await walletOf(player)
    expect((await buys(player)).__typename).toBe('Purchase')
    expect(await next(all)).toEqual({ gold: 0, diamonds: 1_500 })

    const rewards = [{ kind: 'CURRENCY', currency: 'GOLD', amount: 100 }] as const
    const ids = { questId: randomUUID(), completionId: randomUUID() }
    await users.tell({ type: 'quest.reward_granted', data: { userId: player.userId, ...ids, rewards: [...rewards] } })
    expect(await next(all)).toEqual({ gold: 100, diamonds: 1_500 })

    const pull = { pullId: randomUUID(), userId: player.userId }
    await users.app.services.reservePrice({ ...pull, currency: 'DIAMOND', amount: 400 })
    expect(await next(all)).toEqual({ gold: 100, diamonds: 1_100 })
    await users.app.services.releaseReservation(pull)
    expect(await next(all)).toEqual({ gold: 100, diamonds: 1_500 })
  })

  it('tells nothing where no wallet changed: a refused price, a captured one, a declined payment, another player', async () => {
    const [player, other] = [await users.aPlayer(), await users.aPlayer()]
    const all = await walletOf(player)
    const { userId } = player
    const tooDear = { pullId: randomUUID(), userId, currency: 'DIAMOND', amount: 2_000 } as const
    expect(await users.app.services.reservePrice(tooDear)).toMatchObject({ status: 'REFUSED' })
    await buys(other)
    const fair = { pullId: randomUUID(), userId, currency: 'DIAMOND', amount: 300 } as const
    await users.app.services.reservePrice(fair)
    expect(await next(all)).toEqual({ gold: 0, diamonds: 700 })
    const drawn = {
      userId,
      pullId: fair.pullId,
      bannerId: randomUUID(),
      currency: 'DIAMOND',
      cost: 300,
      items: [],
    } as const
    await users.tell({ type: 'pull.drawn', data: { ...drawn, items: [] } })
    await buys(player)
    expect(await next(all)).toEqual({ gold: 0, diamonds: 1_200 })
  })

  it('ends with the last state, however many changes come at once', async () => {
    const player = await users.aPlayer()
    const all = await walletOf(player)
    await Promise.all(
      Array.from({ length: 20 }, () =>
        users.app.services.reservePrice({
          pullId: randomUUID(),
          userId: player.userId,
          currency: 'DIAMOND',
          amount: 10,
        }),
      ),
    )
    for (const told of all) {
      const states: number[] = []
      while (states.at(-1) !== 800) states.push((await told.nextData()).walletChanged.diamonds)
      expect(states).toEqual(states.toSorted((one, two) => two - one))
      expect(new Set(states).size).toBe(states.length)
    }
  })
})

describe('who may listen', () => {
  it('nobody without a token', async () => {
    const client = instances.connect()
    const { errors } = await client.subscribe(WALLET).next()
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })

  it('not whoever has signed out, at any instance: closed with 4403 soon', async () => {
    const player = await users.aPlayer()
    const both = instances.urls.map(url => connect(player, url))
    for (const client of both) await client.subscribe(WALLET).nextData()
    const closings: number[] = []
    for (const client of both) void client.closed.then(code => closings.push(code))
    await users.ask(player, 'mutation { signOut }')
    await expect.poll(() => closings).toEqual([4403, 4403])
    const late = connect(player)
    await expect(late.subscribe(WALLET).next()).rejects.toBeDefined()
    expect(await late.closed).toBe(4403)
  })
})
