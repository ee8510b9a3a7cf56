import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setStatusMutation, startUsers, type Player, type TestApp } from './users-app.js'

const PLAYERS = 50

let users: TestApp
let players: Player[]
let administrator: Player
let counted: ReturnType<typeof countStatements>
beforeAll(async () => {
  users = await startUsers()
  players = await Promise.all(Array.from({ length: PLAYERS }, (_, index) => users.aPlayer(`Reader_${index}`)))
  administrator = await users.anAdministrator()
  // Signing up has read them: a change makes each of them one that is not cached.
  for (const { userId } of players) await users.app.services.updateProfile({ userId, input: { timeZone: 'UTC' } })
  // The first token that is checked has the public keys read.
  await users.ask(administrator, '{ me { id } }')
  counted = countStatements(users.database.primary)
})
afterAll(async () => {
  counted.stop()
  await users.close()
})

const entities = async (viewer: Player | null, fields: string, ids: readonly string[], type = 'User') => {
  const representations = ids.map(id => ({ __typename: type, id }))
  counted.reset()
  const { data, errors } = await users.ask(
    viewer,
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${fields} } } }`,
    { representations },
  )
  expect(errors).toEqual([])
  return { found: data?.['_entities'] as readonly unknown[], statements: [...counted.statements] }
}
const idsOf = (list: readonly Player[]) => list.map(({ userId }) => userId)

test('fifty users by id cost one statement, and none once they are cached', async () => {
  const first = await entities(null, 'username status', idsOf(players))
  expect(first.statements).toHaveLength(1)
  expect(first.found).toEqual(players.map(({ username }) => ({ username, status: 'NEW' })))
  const second = await entities(null, 'username displayName status createdAt', idsOf(players).toReversed())
  expect(second.statements).toEqual([])
  expect(second.found).toMatchObject(players.map(({ username }) => ({ username })).toReversed())
})

test('fifty wallets cost one statement however often they are asked for, and are never cached', async () => {
  await entities(null, 'username', idsOf(players))
  const ask = () => entities(administrator, 'wallet { gold diamonds } again: wallet { updatedAt }', idsOf(players))
  const first = await ask()
  expect(first.statements).toHaveLength(1)
  expect(first.found).toMatchObject(players.map(() => ({ wallet: { gold: 0, diamonds: 1_000 } })))
  expect((await ask()).statements).toHaveLength(1)
})

test('the sessions of fifty users cost one statement', async () => {
  await entities(null, 'username', idsOf(players))
  const { found, statements } = await entities(administrator, 'sessions { id current }', idsOf(players))
  expect(statements).toHaveLength(1)
  expect(found).toEqual(players.map(({ sessionId }) => ({ sessions: [{ id: sessionId, current: false }] })))
})

test('fifty sessions by id cost one statement, and none once they are cached', async () => {
  const ids = players.map(({ sessionId }) => sessionId)
  expect((await entities(administrator, 'user { id }', ids, 'Session')).statements).toHaveLength(1)
  const { found, statements } = await entities(administrator, 'user { username }', ids, 'Session')
  expect(found).toEqual(players.map(({ username }) => ({ user: { username } })))
  expect(statements).toEqual([])
})

test('many names cost one statement, without regard to case, and spare a look by id', async () => {
  const aliases = players
    .slice(0, 20)
    .map(
      ({ username }, index) => `a${index}: userByUsername(username: "${username.toUpperCase()}") { username status }`,
    )
  counted.reset()
  const { data } = await users.ask(null, `{ ${aliases.join('\n')} none: userByUsername(username: "nobody") { id } }`)
  expect(counted.statements).toHaveLength(1)
  expect(data).toMatchObject({ a0: { username: 'Reader_0' }, a19: { username: 'Reader_19' }, none: null })
})

test('what cannot be the id of anything is nothing, without a statement', async () => {
  counted.reset()
  const { data, errors } = await users.ask(
    administrator,
    `query ($long: ID!) { a: user(id: "7") { id } b: user(id: $long) { id } c: session(id: "' OR 1=1") { id } }`,
    { long: 'x'.repeat(1_000_000) },
  )
  expect({ data, errors }).toEqual({ data: { a: null, b: null, c: null }, errors: [] })
  expect(counted.statements).toHaveLength(0)
})

test('an unknown id is nothing, and asking for it again costs nothing', async () => {
  const id = randomUUID()
  const first = await entities(null, 'username', [id])
  expect([first.found, first.statements.length]).toEqual([[null], 1])
  expect(await entities(null, 'username', [id])).toEqual({ found: [null], statements: [] })
})

test('checking an access token costs no statement', async () => {
  const [player] = players
  await entities(null, 'username', idsOf(players))
  counted.reset()
  expect((await users.ask(player ?? null, '{ me { username } }')).data).toEqual({ me: { username: 'Reader_0' } })
  expect(counted.statements).toEqual([])
})

test('a change of a user is seen by the next request although they were cached', async () => {
  const player = await users.aPlayer()
  expect((await entities(null, 'status', [player.userId])).found).toEqual([{ status: 'NEW' }])
  await users.change(administrator, setStatusMutation, { userId: player.userId, status: 'BANNED' })
  expect((await entities(administrator, 'status', [player.userId])).found).toEqual([{ status: 'BANNED' }])
})

test('two changes in one request each answer with what is true after them', async () => {
  const player = await users.aPlayer()
  const { data } = await users.ask(
    player,
    `mutation {
      one: updateProfile(input: { displayName: "One" }) { ... on User { displayName } }
      two: updateProfile(input: { displayName: "Two" }) { ... on User { displayName } }
    }`,
  )
  expect(data).toEqual({ one: { displayName: 'One' }, two: { displayName: 'Two' } })
})
