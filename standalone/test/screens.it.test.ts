import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGame, type Game } from './game.js'

const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
let game: Game
beforeAll(async () => {
  game = await startGame({ env: { ENTITY_CACHE: 'true' } })
})
afterAll(() => game.close())

async function aPlayer(name: string, timeZone: string) {
  const { signUp } = await game.ask<{ signUp: { accessToken: string } }>(
    `mutation { signUp(input: { username: "${name}", email: "${name}@example.com", password: "a long enough password", timeZone: "${timeZone}" }) {
      ... on AuthSession { accessToken } } }`,
  )
  return { headers: { authorization: `Bearer ${signUp.accessToken}` } }
}

test('the time of the server is new in each answer, in no cache, and as the clock has it', async () => {
  let latest = 0
  for (let request = 0; request < 3; request++) {
    const before = Date.now()
    const response = await fetch(`${game.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ serverTime }' }),
    })
    const { data } = (await response.json()) as { data: { serverTime: string } }
    const time = Date.parse(data.serverTime)
    expect(time).toBeGreaterThanOrEqual(Math.max(before, latest))
    expect(time).toBeLessThanOrEqual(Date.now())
    expect(response.headers.get('cache-control') ?? '').not.toMatch(/public|max-age=[1-9]/)
    latest = time
  }
})

test("one operation fills the screens: pictures, pages, the viewer's pity, and the next reset", async () => {
  const [first, second] = [
    await aPlayer('Screen_1', 'Pacific/Kiritimati'),
    await aPlayer('Screen_2', 'Pacific/Pago_Pago'),
  ]
  await game.ask(
    `mutation { pull(input: { bannerId: "${FIRST_LIGHT}", count: 1, idempotencyKey: "${randomUUID()}" }) { ... on Pull { id } } }`,
    first,
  )
  interface Screens {
    readonly serverTime: string
    readonly bannersConnection: { readonly edges: readonly { readonly node: Banner }[] }
    readonly itemsConnection: {
      readonly totalCount: number
      readonly edges: readonly { readonly node: { readonly art: string } }[]
    }
    readonly maps: readonly { readonly art: string }[]
    readonly characterClasses: readonly { readonly art: string }[]
    readonly quests: readonly { readonly reset: string; readonly nextResetAt: string | null }[]
  }
  interface Banner {
    readonly id: string
    readonly art: string
    readonly pity: { readonly pullsSinceUltraRare: number } | null
  }
  const source = `{ serverTime
    bannersConnection { edges { node { id art pity { pullsSinceUltraRare } } } }
    itemsConnection(first: 2) { totalCount edges { node { art } } }
    maps { art } characterClasses { art } quests { reset nextResetAt } }`
  const pityOf = ({ bannersConnection: { edges } }: Screens) =>
    edges.find(({ node }) => node.id === FIRST_LIGHT)?.node.pity
  const ofFirst = await game.ask<Screens>(source, first)
  expect(ofFirst.itemsConnection.edges.every(({ node }) => node.art.startsWith('items/'))).toBe(true)
  expect([...ofFirst.maps, ...ofFirst.characterClasses].every(({ art }) => /^(maps|classes)\//.test(art))).toBe(true)
  expect(ofFirst.bannersConnection.edges.map(({ node }) => node.art)).toContain('banners/first-light')
  // Repeated answers are reused and concurrent loads deduplicated, but never across viewers.
  for (let round = 0; round < 3; round++) {
    const [one, two, nobody] = await Promise.all([
      game.ask<Screens>(source, first),
      game.ask<Screens>(source, second),
      game.ask<Screens>(source),
    ])
    expect([pityOf(one), pityOf(two), pityOf(nobody)]).toEqual([pityOf(ofFirst), { pullsSinceUltraRare: 0 }, null])
    expect(nobody.quests.every(({ nextResetAt }) => nextResetAt === null)).toBe(true)
    for (const { reset, nextResetAt } of one.quests) expect(nextResetAt === null).toBe(reset === 'NEVER')
  }
})

test('a client says refusals in its own words, from their fields alone', async () => {
  const PROBLEMS = '... on InvalidInput { problems { field rule min max actual } }'
  const player = await aPlayer('Refused_1', 'UTC')
  const answers = await game.ask<Record<string, unknown>>(
    `mutation {
      signUp(input: { username: "Short_1", email: "short@example.com", password: "short" }) { ${PROBLEMS} }
      signIn(input: { usernameOrEmail: "Refused_1", password: "not the password" }) { ... on InvalidCredentials { reason } }
      buyCurrency(input: { packId: "none", paymentMethod: "pm_ok", idempotencyKey: "k" }) { ... on InvalidInput { problems { rule allowed } } }
      createCharacter(input: { name: "A", class: MAGE }) { ${PROBLEMS} }
    }`,
    player,
  )
  expect(answers).toEqual({
    signUp: { problems: [{ field: 'password', rule: 'LENGTH', min: 8, max: 128, actual: 5 }] },
    signIn: { reason: 'NO_MATCH' },
    buyCurrency: { problems: [{ rule: 'ONE_OF', allowed: expect.arrayContaining(['diamonds-500']) as unknown }] },
    createCharacter: { problems: [{ field: 'name', rule: 'LENGTH', min: 2, max: 24, actual: null }] },
  })
})
