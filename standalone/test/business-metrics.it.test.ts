import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGame, type Game } from './game.js'
import { readMetrics, type Metrics } from './metrics.js'

const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
const PASSWORD = 'a long enough passphrase'

const EXPECTED = [
  'AuthSession',
  'AuthSession',
  'AuthSession',
  'InvalidCredentials',
  'Purchase',
  'Purchase',
  'PaymentDeclined',
  'Pull',
  'Pull',
  'Pull',
  'InsufficientFunds',
  'InvalidInput',
]

interface Wallet {
  readonly gold: number
  readonly diamonds: number
}

let game: Game
let before: Metrics
let after: Metrics
let wallet: Wallet

beforeAll(async () => {
  game = await startGame()
  before = await read()
  const headers = await play()
  // Prices are captured and rewards paid by events.
  await vi.waitUntil(
    async () => {
      wallet = await walletOf(headers)
      after = await read()
      return isSettled()
    },
    { timeout: 30_000, interval: 250 },
  )
}, 120_000)
afterAll(() => game.close())

const read = (): Promise<Metrics> => readMetrics(`${game.url}/metrics`)

const growth = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
  after.sum(name, labels) - before.sum(name, labels)

async function walletOf(headers: Readonly<Record<string, string>>): Promise<Wallet> {
  const source = '{ me { wallet { gold diamonds } } }'
  return (await game.ask<{ me: { wallet: Wallet } }>(source, { headers })).me.wallet
}

/** The pulls are paid for, the rewards of the sign-ins have come, and nothing is on its way. */
const isSettled = (): boolean =>
  growth('waystone_currency_burned_total', { reason: 'PULL_CAPTURED' }) === 1_100 &&
  growth('waystone_currency_minted_total', { currency: 'GOLD', reason: 'QUEST_REWARD' }) > 0 &&
  after.sum('waystone_events_waiting') === 0 &&
  isDeepStrictEqual(change(), wallet)

/** The minted less the burned amount of each currency. */
function change(): Wallet {
  const of = (currency: string) =>
    growth('waystone_currency_minted_total', { currency }) - growth('waystone_currency_burned_total', { currency })
  return { gold: of('GOLD'), diamonds: of('DIAMOND') }
}

/** Sign-ins, purchases of each outcome, pulls that are drawn and one that is not; repeats of some of them. */
async function play(): Promise<Readonly<Record<string, string>>> {
  const { signUp } = await game.ask<{ signUp: { accessToken: string } }>(
    `mutation { signUp(input: { username: "nova", email: "nova@example.com", password: "${PASSWORD}" }) {
       ... on AuthSession { accessToken } } }`,
  )
  const headers = { authorization: `Bearer ${signUp.accessToken}` }
  const answer = async (field: string, input: string): Promise<string> => {
    const source = `mutation { answer: ${field}(input: ${input}) { __typename } }`
    return (await game.ask<{ answer: { __typename: string } }>(source, { headers })).answer.__typename
  }
  const signIn = (password: string) => answer('signIn', `{ usernameOrEmail: "nova", password: "${password}" }`)
  const buy = (method: string) =>
    answer('buyCurrency', `{ packId: "diamonds-500", paymentMethod: "${method}", idempotencyKey: "${method}" }`)
  const pull = (count: number, key: string) =>
    answer('pull', `{ bannerId: "${FIRST_LIGHT}", count: ${count}, idempotencyKey: "${key}" }`)
  const answers = [
    await signIn(PASSWORD),
    await signIn(PASSWORD),
    await signIn(PASSWORD),
    await signIn('not this one'),
    await buy('pm_ok'),
    await buy('pm_ok'),
    await buy('pm_declined'),
    await pull(10, 'ten'),
    await pull(1, 'one'),
    await pull(1, 'one'),
    await pull(10, 'too many'),
    await pull(7, 'seven'),
  ]
  if (!isDeepStrictEqual(answers, EXPECTED)) throw new Error(`The game answered ${answers.join(', ')}`)
  return headers
}

test('each sign-up and sign-in counts once, wrong passwords do not', () => {
  expect(growth('waystone_sign_ups_total')).toBe(1)
  expect(growth('waystone_sign_ins_total', { first: 'true' })).toBe(1)
  expect(growth('waystone_sign_ins_total', { first: 'false' })).toBe(2)
})

test('a purchase counts once in each status that it reaches, however often it is repeated', () => {
  const statuses = ['PENDING', 'COMPLETED', 'DECLINED', 'REFUNDED']
  expect(statuses.map(status => growth('waystone_purchases_total', { status }))).toEqual([2, 1, 1, 0])
})

test('pulls count once by how they ended, and their items by rarity', () => {
  const statuses = ['DRAWN', 'REFUSED', 'RELEASED']
  expect(statuses.map(status => growth('waystone_pulls_total', { status }))).toEqual([2, 1, 0])
  expect(growth('waystone_pulled_items_total')).toBe(11)
  expect(growth('waystone_pulled_items_total', { rarity: 'SUPER_RARE' })).toBeGreaterThanOrEqual(1)
})

test('what is minted less what is burned is what the player holds', () => {
  expect(change()).toEqual(wallet)
  const minted = (reason: string) => growth('waystone_currency_minted_total', { currency: 'DIAMOND', reason })
  expect([minted('GRANT'), minted('PURCHASE')]).toEqual([1_000, 500])
  expect(growth('waystone_currency_burned_total', { currency: 'DIAMOND', reason: 'PULL_CAPTURED' })).toBe(1_100)
})

test('completions and granted rewards are counted', () => {
  expect(growth('waystone_quest_completions_total')).toBeGreaterThanOrEqual(1)
  expect(growth('waystone_quest_rewards_granted_total')).toBeGreaterThanOrEqual(1)
  expect(growth('waystone_currency_minted_total', { currency: 'GOLD', reason: 'QUEST_REWARD' })).toBeGreaterThan(0)
})

test('refusals are counted by mutation and type, and every pair of the schema is shown from the start', () => {
  const refused = (mutation: string, refusal: string) => growth('waystone_refusals_total', { mutation, refusal })
  expect(refused('signIn', 'InvalidCredentials')).toBe(1)
  expect(refused('buyCurrency', 'PaymentDeclined')).toBe(1)
  expect(refused('pull', 'InsufficientFunds')).toBe(1)
  expect(refused('pull', 'InvalidInput')).toBe(1)
  expect(before.value('waystone_refusals_total', { mutation: 'signUp', refusal: 'UsernameTaken' })).toBe(0)
})

test('pools, lags and dead letters are shown for each database and consumer', () => {
  for (const database of ['users', 'characters', 'quests', 'gacha', 'social', 'notifications']) {
    const pool = { database, pool: 'primary' }
    expect(after.value('waystone_db_pool_connections_max', pool)).toBe(20)
    expect(after.value('waystone_db_pool_waiting', pool)).toBe(0)
    expect(after.sum('waystone_db_pool_connections', pool)).toBeGreaterThan(0)
  }
  const gachaToUsers = { producer: 'gacha', group: 'users' }
  expect(after.value('waystone_events_waiting', { ...gachaToUsers, stream: 'outbox' })).toBe(0)
  expect(after.value('waystone_events_waiting_seconds', { ...gachaToUsers, stream: 'outbox' })).toBe(0)
  expect(after.value('waystone_dead_letters', gachaToUsers)).toBe(0)
  expect(after.value('waystone_refused_events', gachaToUsers)).toBe(0)
  expect(after.value('waystone_build_info')).toBe(1)
  expect(after.value('waystone_gateway_supergraph_info')).toBe(1)
})

test('each metric of ours has a help text and few series', () => {
  const names = [...after.text.matchAll(/^# TYPE (waystone_\w+) \w+$/gm)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) {
    expect(after.text, name).toMatch(new RegExp(`^# HELP ${name} \\S+`, 'm'))
    const series = after.text.split('\n').filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    // The most are refusals: each pair of a mutation and a refusal of the schema is one.
    expect(series.length, name).toBeLessThan(300)
  }
})
