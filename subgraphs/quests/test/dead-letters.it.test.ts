import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aPlayer, startQuests, type TestApp } from './quests-app.js'

let quests: TestApp
const reader = aPlayer('admin.read')
const supporter = aPlayer('admin.support')
const player = aPlayer()
beforeAll(async () => {
  quests = await startQuests()
})
afterAll(() => quests.close())
beforeEach(async () => void (await quests.rows('DELETE FROM dead_letter')))

/** Sign-ins of the player that could not be applied: the first failed, the others wait. @returns their ids. */
async function deadLetters(count: number, userId = player.userId): Promise<readonly string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const data = { userId, sessionId: randomUUID(), first: false }
    const event = newEvent('user.signed_in', { id: randomUUID(), occurredAt: quests.clock.now(), data })
    const [row] = await quests.rows(
      `INSERT INTO dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
       VALUES ($1, 'users', $2, $3, $4, $5, $6) RETURNING position`,
      event.id,
      userId,
      event.type,
      JSON.stringify({ ...event, data: { ...event.data, accessToken: 'not to be seen' } }),
      n === 0 ? 'Error: out of paper' : 'Waits',
      n === 0 ? 5 : 0,
    )
    ids.push(`quests:${String(row?.['position'])}`)
  }
  return ids
}

const LETTERS = `query ($subgraph: Subgraph!, $first: Int, $after: String) {
  deadLetters(subgraph: $subgraph, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id subgraph producer type user { id } payload reason attempts occurredAt firstFailedAt } } } }`
const REPLAY = `mutation ($ids: [ID!]!, $reason: String!) { replayDeadLetters(ids: $ids, reason: $reason) {
  __typename
  ... on DeadLetterReplay { results { id outcome reason } }
  ... on InvalidInput { field message problems { field rule min max actual } } } }`
const list = async (variables: Record<string, unknown> = {}) =>
  (await quests.ask(reader, LETTERS, { subgraph: 'QUESTS', ...variables })).data.deadLetters
const replay = async (ids: readonly string[], reason = 'The paper is back') =>
  (await quests.ask(supporter, REPLAY, { ids, reason })).data.replayDeadLetters

describe('dead letters', () => {
  it('are listed by pages with their reasons, and without what may be secret', async () => {
    const ids = await deadLetters(3)
    const first = await list({ first: 2 })
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true])
    expect(first.edges[0].node).toMatchObject({
      id: ids[0],
      subgraph: 'QUESTS',
      producer: 'users',
      type: 'user.signed_in',
      user: { id: player.userId },
      payload: { userId: player.userId, first: false, accessToken: '[hidden]' },
      reason: 'Error: out of paper',
      attempts: 5,
      occurredAt: '2026-11-21T12:00:00.000Z',
    })
    const rest = await list({ first: 2, after: first.pageInfo.endCursor })
    expect([...first.edges, ...rest.edges].map(({ node }) => node.id)).toEqual(ids)
  })

  it('are replayed in the order in which they happened, and the events recorded', async () => {
    const someone = aPlayer()
    const [one = '', two = ''] = await deadLetters(2, someone.userId)
    expect(await replay([two, one])).toEqual({
      __typename: 'DeadLetterReplay',
      results: [
        { id: two, outcome: 'APPLIED', reason: null },
        { id: one, outcome: 'APPLIED', reason: null },
      ],
    })
    expect((await list()).edges).toEqual([])
    const { data } = await quests.askUser(reader, someone, 'events { totalCount }')
    expect(data.events.totalCount).toBe(2)
    expect((await replay([one])).results).toEqual([{ id: one, outcome: 'GONE', reason: null }])
  })

  it('that are replayed are logged twice: the request, which users is told of, and the effect with each event', async () => {
    const someone = aPlayer()
    const [id = ''] = await deadLetters(1, someone.userId)
    await replay([id])
    const actions = await quests.rows(
      `SELECT actor, action, reason, user_id, data FROM admin_action WHERE action LIKE 'DEAD_LETTER%' ORDER BY position DESC LIMIT 2`,
    )
    const by = { actor: supporter.userId, reason: 'The paper is back' }
    expect(actions).toMatchObject([
      {
        ...by,
        action: 'DEAD_LETTER_REPLAYED',
        user_id: someone.userId,
        data: { producer: 'users', outcome: 'applied' },
      },
      { ...by, action: 'DEAD_LETTERS_REPLAYED', user_id: null, data: { ids: [id] } },
    ])
    expect((await quests.told()).at(-1)).toMatchObject({
      type: 'quests.admin_acted',
      data: { userId: supporter.userId, action: 'DEAD_LETTERS_REPLAYED', reason: 'The paper is back' },
    })
  })

  it('of a subgraph that cannot be asked are null, with an error that names it', async () => {
    const { data, errors } = await quests.ask(reader, LETTERS, { subgraph: 'USERS' })
    expect(data).toEqual({ deadLetters: null })
    expect(errors).toMatchObject([{ code: 'SERVICE_UNAVAILABLE', path: ['deadLetters'] }])
  })
})

describe('wrong input to replayDeadLetters', () => {
  const many = Array.from({ length: 101 }, (_, n) => `quests:${n}`)
  it.each([
    ['an id that is none', ['quests:1', 'nonsense'], 'why', { field: 'ids[1]', rule: 'FORMAT' }],
    ['an id of an unknown subgraph', ['mail:1'], 'why', { field: 'ids[0]', rule: 'FORMAT' }],
    ['a number that no database has', [`quests:${'9'.repeat(30)}`], 'why', { field: 'ids[0]', rule: 'FORMAT' }],
    ['no id', [], 'why', { field: 'ids', rule: 'COUNT', min: 1, max: 100, actual: 0 }],
    ['too many ids', many, 'why', { field: 'ids', rule: 'COUNT', min: 1, max: 100, actual: 101 }],
    ['no reason', ['quests:1'], '  ', { field: 'reason', rule: 'LENGTH', min: 1, max: 500, actual: 0 }],
    ['a long reason', ['quests:1'], 'x'.repeat(501), { field: 'reason', rule: 'LENGTH', max: 500, actual: 501 }],
  ])('%s is refused by its field, and nothing is replayed or logged', async (_, ids, reason, problem) => {
    await deadLetters(1)
    const before = await quests.rows('SELECT count(*) FROM admin_action')
    const refused = await replay(ids, reason)
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: problem.field, problems: [problem] })
    expect((await list()).totalCount).toBe(1)
    expect(await quests.rows('SELECT count(*) FROM admin_action')).toEqual(before)
  })

  it('and to deadLetters is refused by name', async () => {
    for (const variables of [{ first: 101 }, { after: 'nonsense' }, { after: cursorOf('-1') }]) {
      const { errors } = await quests.ask(reader, LETTERS, { subgraph: 'QUESTS', ...variables })
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['deadLetters'] }])
    }
  })
})

describe('whoever has no right to it', () => {
  it.each([
    [null, 'UNAUTHENTICATED'],
    [aPlayer(), 'FORBIDDEN'],
    [aPlayer('admin.content'), 'FORBIDDEN'],
  ])('is refused the list (%#)', async (viewer, code) => {
    const { data, errors } = await quests.ask(viewer, LETTERS, { subgraph: 'QUESTS' })
    expect([data, errors]).toMatchObject([{ deadLetters: null }, [{ code, path: ['deadLetters'] }]])
  })

  it.each([
    [null, 'UNAUTHENTICATED'],
    [player, 'FORBIDDEN'],
    [reader, 'FORBIDDEN'],
  ])('is refused the replay (%#), and nothing is replayed', async (viewer, code) => {
    const ids = await deadLetters(1)
    const { errors } = await quests.ask(viewer, REPLAY, { ids, reason: 'mine' })
    expect(errors).toMatchObject([{ code, path: ['replayDeadLetters'] }])
    expect((await list()).totalCount).toBe(1)
  })
})

function cursorOf(...key: string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}
