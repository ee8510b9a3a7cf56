import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandalone, type Standalone } from '../src/standalone.js'

const PLAYERS = 50
/** Statements of background work, such as relays and jobs: they write or lock. */
const BACKGROUND =
  /\b(account_deletion|as revision from|outbox|inbox|refused_event|dead_letter|revocation|advisory|reservation|purchase|purchase_reversal|jwks|map_lease|world_instance|match(_\w+)?|puzzle(_\w+)?|leaderboard(_\w+)?|tcp_keepalives_idle|listen|for update)\b|world_epoch <>|^(begin|commit)$|^\s*(insert|update|delete)\b/i

const dataDirectory = mkdtempSync(path.join(tmpdir(), 'waystone-reads-'))
const statements: { database: string; text: string }[] = []
const query = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
let waystone: Standalone

const send = async <Data>(source: string, options: { token?: string; variables?: object } = {}): Promise<Data> => {
  const response = await fetch(`${waystone.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
    },
    body: JSON.stringify({ query: source, variables: options.variables }),
  })
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown }
  expect(errors).toBeUndefined()
  return data
}

/** A player with a character; returns the character's id. */
async function aCharacter(index: number): Promise<string> {
  const name = `Reader${index}`
  const { signUp } = await send<{ signUp: { accessToken: string } }>(
    `mutation { signUp(input: { username: "${name}", email: "${name}@example.com", password: "a long password" }) { ... on AuthSession { accessToken } } }`,
  )
  const { createCharacter } = await send<{ createCharacter: { id: string } }>(
    `mutation { createCharacter(input: { name: "${name}", class: ACOLYTE }) { ... on Character { id } } }`,
    { token: signUp.accessToken },
  )
  return createCharacter.id
}

/** Waits for a second without an event that is applied: events of sign-ups end what is cached of the users. */
async function allEventsAreApplied(): Promise<void> {
  do {
    statements.length = 0
    await setTimeout(1_000)
  } while (statements.some(({ text }) => /\binsert into inbox\b/i.test(text)))
}

beforeAll(async () => {
  waystone = await startStandalone({
    port: 0,
    dataDirectory,
    env: { LOG_LEVEL: 'error', LIMIT_ROOT_FIELDS: String(PLAYERS) },
    progress: { step: (_, work) => work(), say: () => {} },
  })
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const [first] = args
    const text = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '')
    statements.push({ database: this.database ?? '', text })
    return query.apply(this, args)
  })
})

afterAll(async () => {
  Reflect.set(pg.Client.prototype, 'query', query)
  await waystone.close()
  rmSync(dataDirectory, { recursive: true, force: true })
})

test('a list of 50 characters with owners and their quest progress costs one query a table, and none for what is cached', async () => {
  const ids: string[] = []
  for (let i = 0; i < PLAYERS; i++) ids.push(await aCharacter(i))
  const { signIn } = await send<{ signIn: { accessToken: string } }>(
    'mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) { ... on AuthSession { accessToken } } }',
  )
  await allEventsAreApplied()
  const list = `{ ${ids.map((id, i) => `c${i}: character(id: "${id}") { name owner { username questProgress { status quest { name } } } }`).join('\n')} }`

  const ask = async () => {
    statements.length = 0
    const data = await send<Record<string, { owner: { questProgress: { quest: { name: string } }[] } }>>(list, {
      token: signIn.accessToken,
    })
    const asked = statements.filter(({ text }) => !BACKGROUND.test(text))
    const of = (subgraph: string) => asked.filter(({ database }) => database === `waystone_${subgraph}`)
    return { data, asked: (subgraph: string) => of(subgraph).map(({ text }) => text) }
  }

  const cold = await ask()
  expect(Object.keys(cold.data)).toHaveLength(PLAYERS)
  for (const { owner } of Object.values(cold.data)) {
    expect(owner.questProgress.map(({ quest }) => quest.name)).toContain('Daily visitor')
  }
  expect(cold.asked('characters').slice(1)).toEqual([])
  expect(cold.asked('users').slice(1)).toEqual([])
  expect([...new Set(cold.asked('quests'))]).toEqual(cold.asked('quests'))
  expect(cold.asked('gacha')).toEqual([])

  const warm = await ask()
  expect(warm.data).toEqual(cold.data)
  expect(warm.asked('characters')).toEqual([])
  expect(warm.asked('users')).toEqual([])
  // Progress is a user's own state and is read where it is written; the quests themselves are cached.
  expect(warm.asked('quests').slice(1)).toEqual([])
})
