import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countLoggedEvents, findLoggedEvents } from '../src/repositories/event-log.js'
import { aPlayer, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

/** Users of the log, and events of each: 60,000 in all, of three types, some at the same moment. */
const USERS = 300
const EVENTS = 200
const TYPES = ['user.signed_in', 'monster.killed', 'item.picked_up'] as const
/** Long ago, behind all the others. */
const RARE = { type: 'pet.tamed', events: 1_500 } as const

let quests: TestApp
const reader = aPlayer('admin.read')
const player: Player = aPlayer()
beforeAll(async () => {
  quests = await startQuests()
  await quests.rows(
    `INSERT INTO player (user_id, sequence, catalog_revision) SELECT gen_random_uuid(), $1, 0 FROM generate_series(1, $2)`,
    EVENTS,
    USERS,
  )
  await quests.rows(
    `INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
     SELECT gen_random_uuid(), player.user_id, n, ($1::text[])[1 + n % 3], '{}', '2026-11-01'::timestamptz + (n / 2) * interval '1 minute', 0
     FROM player, generate_series(1, $2) AS n`,
    TYPES,
    EVENTS,
  )
  await quests.rows(
    `INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
     SELECT gen_random_uuid(), (SELECT min(user_id::text)::uuid FROM player), $1 + n, $2, '{}', '2026-10-01', 0
     FROM generate_series(1, $3) AS n`,
    EVENTS,
    RARE.type,
    RARE.events,
  )
  for (let minute = 0; minute < 3; minute++) await quests.happens(aSignIn(player, `2026-11-21T10:0${minute}:00Z`))
  await quests.rows('VACUUM ANALYZE game_event')
}, 120_000)
afterAll(() => quests.close())

const LOG = `query ($type: String, $userId: ID, $first: Int, $after: String) {
  events(type: $type, userId: $userId, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id type occurredAt data user { id } } } } }`
interface LoggedEvent {
  readonly id: string
  readonly type: string
  readonly occurredAt: string
  readonly user: { readonly id: string }
}
const page = async (variables: Record<string, unknown>) => {
  const { data, errors } = await quests.ask(reader, LOG, variables)
  expect(errors).toEqual([])
  const { edges, pageInfo } = data.events as {
    edges: { node: LoggedEvent }[]
    pageInfo: { hasNextPage: boolean; endCursor: string }
  }
  return { nodes: edges.map(({ node }) => node), ...pageInfo }
}

describe('the log of all events', () => {
  it('begins with what happened last, of whichever user', async () => {
    const { nodes } = await page({ first: 5 })
    expect(nodes.slice(0, 3).map(({ user, occurredAt }) => [user.id, occurredAt])).toEqual([
      [player.userId, '2026-11-21T10:02:00.000Z'],
      [player.userId, '2026-11-21T10:01:00.000Z'],
      [player.userId, '2026-11-21T10:00:00.000Z'],
    ])
  })

  it('goes on page by page without a gap or a repetition, though hundreds happened at the same moment', async () => {
    const seen: LoggedEvent[] = []
    let after: string | null = null
    for (let pages = 0; pages < 12; pages++) {
      const { nodes, endCursor } = await page({ first: 100, after })
      seen.push(...nodes)
      after = endCursor
    }
    const expected = await quests.rows(
      'SELECT id FROM game_event ORDER BY occurred_at DESC, id DESC, type DESC LIMIT 1200',
    )
    expect(seen.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
  })

  it('keeps one type, and ends with its last event', async () => {
    const { nodes, hasNextPage, endCursor } = await page({ type: 'monster.killed', first: 100 })
    expect([nodes.length, hasNextPage]).toEqual([100, true])
    expect(new Set(nodes.map(({ type }) => type))).toEqual(new Set(['monster.killed']))
    const next = await page({ type: 'monster.killed', first: 100, after: endCursor })
    expect(next.nodes.filter(({ id }) => nodes.some(node => node.id === id))).toEqual([])
    expect(await page({ type: 'no.such' })).toMatchObject({ nodes: [], hasNextPage: false })
  })

  it('keeps one user, with and without a type, and knows nothing of an id that is none', async () => {
    const first = await page({ userId: player.userId, first: 2 })
    expect(first.nodes.map(({ occurredAt }) => occurredAt)).toEqual([
      '2026-11-21T10:02:00.000Z',
      '2026-11-21T10:01:00.000Z',
    ])
    const rest = await page({ userId: player.userId, first: 2, after: first.endCursor, type: 'user.signed_in' })
    expect(rest.nodes.map(({ occurredAt }) => occurredAt)).toEqual(['2026-11-21T10:00:00.000Z'])
    for (const userId of [randomUUID(), 'nonsense', ''])
      expect(await page({ userId })).toMatchObject({ nodes: [], hasNextPage: false })
  })

  it('is counted only where the count is asked for', async () => {
    const counted = async (args: string) =>
      (await quests.ask(reader, `{ events${args} { totalCount } }`)).data.events.totalCount
    expect(await counted('')).toBe(USERS * EVENTS + RARE.events + 3)
    expect(await counted(`(type: "${RARE.type}")`)).toBe(RARE.events)
    expect(await counted(`(userId: "${player.userId}")`)).toBe(3)
  })

  it('is read in one statement a page, which counts nothing', async () => {
    const counter = countStatements(quests.database.primary)
    try {
      await page({ first: 100 })
      expect(counter.statements).toHaveLength(1)
      expect(counter.statements[0]).not.toContain('count(')
    } finally {
      counter.stop()
    }
  })

  it.each([
    ['without a type', null, 'game_event_occurred_at_id_type_idx'],
    ['of a rare type', RARE.type, 'game_event_type_occurred_at_id_idx'],
  ])('%s, is read from its index, from the place on and no further than the page', async (_, type, index) => {
    const plans: { Plan: PlanNode }[] = []
    const explaining = {
      query: async ({ text, values }: { text: string; values: unknown[] }) => {
        const explained = await quests.database.primary.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
          `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
          values,
        )
        plans.push(...(explained.rows[0]?.['QUERY PLAN'] ?? []))
        return { rows: [] }
      },
    }
    const after = { occurredAt: new Date('2026-11-01T01:00:00Z'), id: randomUUID(), type: 'user.signed_in' }
    await findLoggedEvents(explaining as never, { type, after, limit: 101 })
    const scans = plans.flatMap(({ Plan }) => nodesOf(Plan)).filter(node => node['Node Type'].includes('Scan'))
    expect(scans).toMatchObject([{ 'Index Name': index, 'Actual Rows': 101 }])
    expect(plans.flatMap(({ Plan }) => nodesOf(Plan)).some(node => node['Node Type'] === 'Sort')).toBe(false)
    expect(await countLoggedEvents(quests.database.primary, null)).toBeGreaterThan(60_000)
  })
})

interface PlanNode {
  readonly 'Node Type': string
  readonly Plans?: readonly PlanNode[]
}
const nodesOf = (plan: PlanNode): readonly PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

describe('whoever is no administrator', () => {
  it.each([
    [null, 'UNAUTHENTICATED'],
    [aPlayer(), 'FORBIDDEN'],
    [player, 'FORBIDDEN'],
    [aPlayer('admin.content'), 'FORBIDDEN'],
  ])('is refused the log (%#), a player also what is of that player', async (viewer, code) => {
    for (const userId of [null, player.userId])
      expect(await quests.ask(viewer, LOG, { userId })).toMatchObject({
        data: { events: null },
        errors: [{ code, path: ['events'] }],
      })
  })
})

describe('wrong input to the log', () => {
  it.each([
    [{ first: 101 }, /"first" must be between 0 and 100/],
    [{ first: -1 }, /"first" must be between 0 and 100/],
    [{ after: 'nonsense' }, /"after" must be a cursor/],
    [{ after: cursorOf('yesterday', randomUUID(), 'user.signed_in') }, /"after" must be a cursor/],
    [{ after: cursorOf('2026-11-01T00:00:00.000Z', 'x', 'user.signed_in') }, /"after" must be a cursor/],
    [{ after: cursorOf('2026-11-01T00:00:00.000Z', randomUUID(), "'; --") }, /"after" must be a cursor/],
    [{ after: cursorOf('7') }, /"after" must be a cursor/],
  ])('%j is refused by name', async (variables, message) => {
    const { data, errors } = await quests.ask(reader, LOG, variables)
    expect(data).toEqual({ events: null })
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) as string }])
  })
})

function cursorOf(...key: string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}
