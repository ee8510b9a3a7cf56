import { randomUUID } from 'node:crypto'
import { newEvent, type EventOf, type EventType } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { startOverHttp, type OverHttp } from './over-http.js'

let system: OverHttp
const databases = new Map<SubgraphName, Database>()
let support: { id: string; token: string }
let player: { id: string; token: string; characterIds: readonly string[] }

const rowsOf = async (subgraph: SubgraphName, text: string, values: readonly unknown[] = []) =>
  (await databases.get(subgraph)?.primary.query<Record<string, unknown>>(text, [...values]))?.rows ?? []
const ask = async (source: string, token?: string, variables?: object) => {
  const { data, errors } = await system.ask(source, { token, ...(variables && { variables }) })
  expect(errors).toBeUndefined()
  return data
}

/** Support reads, too: its tokens carry both scopes. */
async function anAdministrator(name: string, role: string): Promise<{ id: string; token: string }> {
  await system.aPlayer(name)
  await rowsOf('users', 'UPDATE "user" SET role = $2 WHERE username = $1', [name.toLowerCase(), role])
  const { signIn } = await ask(
    `mutation { signIn(input: { usernameOrEmail: "${name}", password: "a long password" }) {
      ... on AuthSession { accessToken user { id } } } }`,
  )
  return { id: signIn.user.id, token: signIn.accessToken }
}

beforeAll(async () => {
  system = await startOverHttp()
  const logger = createLogger({ name: 'test', level: 'silent' })
  for (const name of subgraphNames)
    databases.set(
      name,
      createDatabase({ url: system.databaseUrl(name), maxConnections: 1, applicationName: 'test', logger }),
    )
  support = await anAdministrator('Supporter', 'admin.support')
  const token = await system.aPlayer('Watched')
  const { banners, me } = await ask('{ banners { id } me { id } }', token)
  const made = await ask(
    `mutation { kept: createCharacter(input: { name: "Kept", class: MAGE }) { ... on Character { id } }
      marked: createCharacter(input: { name: "Marked", class: THIEF }) { ... on Character { id } }
      buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "bought" }) { __typename }
      pull(input: { bannerId: "${banners[0].id}", count: 1, idempotencyKey: "1" }) { __typename } }`,
    token,
  )
  await ask(`mutation { deleteCharacter(id: "${made.marked.id}") { __typename } }`, token)
  player = { id: me.id, token, characterIds: [made.kept.id, made.marked.id] }
}, 120_000)
afterAll(async () => {
  for (const database of databases.values()) await database.close()
  await system.close()
})

describe('dead letters of any subgraph', () => {
  /** An event that each subgraph takes, and of which it can be told whether it was applied. */
  const taken: Readonly<Record<SubgraphName, { producer: SubgraphName; event: () => EventOf<EventType> }>> = {
    users: { producer: 'quests', event: () => completed() },
    characters: { producer: 'users', event: () => signedIn() },
    quests: { producer: 'users', event: () => signedIn() },
    gacha: { producer: 'users', event: () => signedIn() },
    social: { producer: 'users', event: () => signedIn() },
    notifications: { producer: 'users', event: () => signedIn() },
  }
  const made = { occurredAt: new Date('2026-11-21T10:00:00Z') }
  const signedIn = () =>
    newEvent('user.signed_in', {
      ...made,
      id: randomUUID(),
      data: { userId: player.id, sessionId: randomUUID(), first: false },
    })
  const completed = () =>
    newEvent('quest.completed', {
      ...made,
      id: randomUUID(),
      data: { userId: player.id, questId: randomUUID(), completionId: randomUUID(), number: 1 },
    })
  const LETTERS = `query ($subgraph: Subgraph!) { deadLetters(subgraph: $subgraph) { totalCount
    edges { node { id producer eventId user { username } reason attempts } } } }`
  const REPLAY = `mutation ($ids: [ID!]!) { replayDeadLetters(ids: $ids, reason: "it is mended") {
    ... on DeadLetterReplay { results { id outcome } } ... on Refusal { message } } }`
  const lettersOf = async (subgraph: SubgraphName) =>
    (await ask(LETTERS, support.token, { subgraph: subgraph.toUpperCase() })).deadLetters

  test('are listed and replayed through the gateway, and logged in the database of each', async () => {
    const ids: string[] = []
    for (const subgraph of subgraphNames) {
      const { producer, event: make } = taken[subgraph]
      const event = make()
      await rowsOf(
        subgraph,
        `INSERT INTO dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
         VALUES ($1, $2, $3, $4, $5, 'Error: out of paper', 5)`,
        [event.id, producer, player.id, event.type, JSON.stringify(event)],
      )
      const { totalCount, edges } = await lettersOf(subgraph)
      expect({ totalCount, edges }).toMatchObject({
        totalCount: 1,
        edges: [
          {
            node: {
              producer,
              eventId: event.id,
              user: { username: 'Watched' },
              reason: 'Error: out of paper',
              attempts: 5,
            },
          },
        ],
      })
      ids.push(edges[0].node.id)
    }

    const { replayDeadLetters } = await ask(REPLAY, support.token, { ids })
    expect(replayDeadLetters.results).toEqual(ids.map(id => ({ id, outcome: 'APPLIED' })))
    for (const subgraph of subgraphNames) {
      expect(await lettersOf(subgraph)).toEqual({ totalCount: 0, edges: [] })
      expect(
        await rowsOf(
          subgraph,
          `SELECT actor, reason, user_id, data->>'outcome' AS outcome FROM admin_action WHERE action = 'DEAD_LETTER_REPLAYED'`,
        ),
      ).toEqual([{ actor: support.id, reason: 'it is mended', user_id: player.id, outcome: 'applied' }])
    }
    const { replayDeadLetters: again } = await ask(REPLAY, support.token, { ids })
    expect(again.results).toEqual(ids.map(id => ({ id, outcome: 'GONE' })))
  })

  test('that are replayed stand among the actions of administrators, as users shows them', async () => {
    const ACTIONS = '{ adminActions { edges { node { action reason admin { username } data } } } }'
    await expect
      .poll(async () =>
        (await ask(ACTIONS, support.token)).adminActions.edges.map(({ node }: { node: unknown }) => node),
      )
      .toContainEqual(
        expect.objectContaining({
          action: 'DEAD_LETTERS_REPLAYED',
          reason: 'it is mended',
          admin: { username: 'Supporter' },
        }),
      )
  })
})

describe('of another user', () => {
  const PRIVATE = `query ($id: ID!) { user(id: $id) { username
    characters { id purgeAt } characterSlots
    questProgress { status } questCompletions { totalCount } events(first: 5) { totalCount edges { node { type data } } }
    inventory { totalCount edges { node { quantity item { name } } } } pulls { totalCount edges { node { cost items { item { name } } } } }
    fairness { nextNonce } } }`

  test('an administrator who reads sees characters, also marked ones, quests, events, items, pulls', async () => {
    const { user } = await ask(PRIVATE, support.token, { id: player.id })
    expect(user.characters.map(({ id }: { id: string }) => id)).toEqual(player.characterIds)
    expect(user.characters[1].purgeAt).not.toBeNull()
    expect(user.questProgress.length).toBeGreaterThan(5)
    expect([user.pulls.totalCount, user.inventory.totalCount]).toEqual([1, 1])
    expect(user.questCompletions).not.toBeNull()
    expect(user.events.edges.length).toBeGreaterThan(0)
    const marked = await ask('query ($id: ID!) { character(id: $id) { name owner { id } } }', support.token, {
      id: player.characterIds[1],
    })
    expect(marked.character).toEqual({ name: 'Marked', owner: { id: player.id } })
  })

  test('a player sees the profile, and of characters those that are not marked', async () => {
    const stranger = await system.aPlayer('Stranger')
    const { user } = await ask(PRIVATE, stranger, { id: player.id })
    expect(user).toEqual({
      username: 'Watched',
      characters: [{ id: player.characterIds[0], purgeAt: null }],
      characterSlots: expect.any(Number) as number,
      questProgress: null,
      questCompletions: null,
      events: null,
      inventory: null,
      pulls: null,
      fairness: null,
    })
  })
})

test('the log of all events has what users did, with a name to each', async () => {
  const { events } = await ask('{ events(first: 100) { edges { node { type user { username } } } } }', support.token)
  const seen = events.edges.map(({ node }: { node: { type: string; user: { username: string } } }) =>
    [node.type, node.user.username].join(' '),
  )
  expect(seen).toContain('character.created Watched')
})
