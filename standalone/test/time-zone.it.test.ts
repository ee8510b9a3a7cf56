import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGame, type Game } from './game.js'

/** Hours away from UTC, so that what is written or read by another zone shows. */
const ZONE = 'America/Santiago'
const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
const DAY_MS = 24 * 60 * 60 * 1000
const password = 'a long enough password'
const startedMs = Date.now() - 1_000
let game: Game

beforeAll(async () => {
  game = await startGame({ timeZone: ZONE })
})
afterAll(() => game.close())

const result = (fields: string) => `__typename ${fields} ... on Refusal { message }`

/** Each moment in an answer by the name of its field. */
function momentsIn(value: unknown, name = ''): [string, number][] {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? [[name, Date.parse(value)]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => momentsIn(part, Array.isArray(value) ? name : key))
}

test('a journey on databases whose time zone is not UTC tells every moment as it was', async () => {
  type Session = { accessToken: string; session: { expiresAt: string } }
  const { signUp } = await game.ask<{ signUp: Session }>(
    `mutation { signUp(input: { username: "Zoe", email: "zoe@example.com", password: "${password}" }) {
      ${result('... on AuthSession { accessToken accessTokenExpiresAt session { createdAt lastSeenAt expiresAt } }')} } }`,
  )
  const asZoe = { headers: { authorization: `Bearer ${signUp.accessToken}` } }
  for (let visits = 0; visits < 3; visits++) {
    await game.ask(`mutation { signIn(input: { usernameOrEmail: "zoe", password: "${password}" }) { __typename } }`)
  }
  const made = await game.ask<object>(
    `mutation {
      createCharacter(input: { name: "Zoe", class: MAGE }) { ${result('... on Character { createdAt }')} }
      buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "${randomUUID()}" }) {
        ${result('... on Purchase { createdAt wallet { updatedAt } }')} }
      pull(input: { bannerId: "${FIRST_LIGHT}", count: 1, idempotencyKey: "${randomUUID()}" }) {
        ${result('... on Pull { createdAt }')} }
    }`,
    asZoe,
  )
  const history = () =>
    game.ask<{ me: { rewardClaims: { edges: { cursor: string }[] } } }>(
      `{ me {
        createdAt wallet { updatedAt } sessions { createdAt lastSeenAt }
        ledger { edges { node { createdAt } } }
        rewardClaims { edges { cursor node { claimedAt } } }
        questCompletions { edges { node { completedAt claimedAt } } }
        questProgress { updatedAt }
        inventory { edges { node { firstObtainedAt } } }
        pulls { edges { node { createdAt } } }
        characters { createdAt }
      } }`,
      asZoe,
    )
  // "Daily visitor" pays twice, so there is a second page of claims, which the cursor of the first leads to.
  const told = await vi.waitUntil(
    async () => {
      const answer = await history()
      return answer.me.rewardClaims.edges.length >= 2 ? answer : undefined
    },
    { timeout: 10_000 },
  )
  const past = momentsIn([made, told, signUp]).filter(([name]) => !/expiresAt$/i.test(name))
  expect(new Set(past.map(([name]) => name))).toEqual(
    new Set(['createdAt', 'updatedAt', 'lastSeenAt', 'claimedAt', 'completedAt', 'firstObtainedAt']),
  )
  expect(past.filter(([, ms]) => ms < startedMs || ms > Date.now())).toEqual([])
  const lifetimeMs = Date.parse(signUp.session.expiresAt) - Date.now()
  expect(lifetimeMs).toBeGreaterThan(29.9 * DAY_MS)
  expect(lifetimeMs).toBeLessThanOrEqual(30 * DAY_MS)

  const claims = told.me.rewardClaims.edges
  const next = await game.ask<typeof told>(
    `query ($after: String) { me { rewardClaims(first: 1, after: $after) { edges { cursor } } } }`,
    { ...asZoe, variables: { after: claims[0]?.cursor } },
  )
  expect(next.me.rewardClaims.edges).toEqual([{ cursor: claims[1]?.cursor }])
})
