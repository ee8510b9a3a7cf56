import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLeaderboards, type LeaderboardApp } from './leaderboard-app.js'
import { anAdmin, aPlayer, KNOWN_ITEM } from './quests-app.js'

let quests: LeaderboardApp
beforeAll(async () => {
  quests = await startLeaderboards()
})
afterAll(() => quests.close())

const PUBLISH = `mutation ($id: ID, $input: JSON!, $reason: String, $key: ID) {
  publishLeaderboard(id: $id, input: $input, reason: $reason, idempotencyKey: $key) {
    __typename
    ... on Leaderboard { id version name definition prizes { fromRank toRank rewards { __typename } } }
    ... on InvalidInput { field message problems { field rule min max allowed } } } }`
const admin = anAdmin()
const publish = async (variables: Readonly<Record<string, unknown>>, by = admin) =>
  (await quests.ask(by, PUBLISH, variables)).data.publishLeaderboard
const sound = {
  name: 'Duels',
  eventType: 'match.finished',
  filter: { won: true },
  score: 'MAX',
  field: 'rating',
  period: 'SEASON',
  season: { startsAt: '2026-11-02T00:00:00.000Z', days: 84 },
  countsFrom: '2026-11-02T00:00:00.000Z',
  prizes: [
    {
      fromRank: 1,
      toRank: 3,
      rewards: [
        { currency: 'DIAMOND', amount: 5 },
        { itemId: KNOWN_ITEM, quantity: 1 },
      ],
    },
    { fromRank: 4, toRank: 10, rewards: [{ experience: 50 }] },
  ],
}
const kept = () =>
  quests.rows(`SELECT (SELECT count(*) FROM leaderboard_version)::int AS versions, board_revision,
    (SELECT count(*) FROM admin_action)::int AS actions FROM catalog`)

describe('publishLeaderboard', () => {
  test('publishes what it is given, shows it the same way, and makes versions of name and prizes', async () => {
    const first = await publish({ input: sound, reason: 'the season begins' })
    expect(first).toMatchObject({ __typename: 'Leaderboard', version: 1, definition: sound })
    const renamed = { ...sound, name: 'Duels won', prizes: [] }
    expect(await publish({ id: first.id, input: renamed })).toMatchObject({
      id: first.id,
      version: 2,
      name: 'Duels won',
    })
    // The same again is no version.
    expect(await publish({ id: first.id, input: renamed })).toMatchObject({ version: 2 })
    const actions = await quests.rows(
      `SELECT action, actor, reason, data->>'version' AS version FROM admin_action WHERE data->>'leaderboardId' = $1 ORDER BY position`,
      first.id,
    )
    expect(actions).toEqual([
      { action: 'LEADERBOARD_PUBLISHED', actor: admin.userId, reason: 'the season begins', version: '1' },
      { action: 'LEADERBOARD_PUBLISHED', actor: admin.userId, reason: '', version: '2' },
    ])
  })

  test('64 repeats of an idempotency key publish one board; another command with it is refused', async () => {
    const command = { input: { ...sound, name: 'Once' }, key: 'once' }
    const answers = await Promise.all(Array.from({ length: 64 }, () => publish(command)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await quests.rows(`SELECT 1 FROM leaderboard_version WHERE definition->>'name' = 'Once'`)).toHaveLength(1)
    expect(await publish({ ...command, input: { ...sound, name: 'Twice' } })).toMatchObject({ field: 'idempotencyKey' })
  })

  test('what a board counts stays as it was published', async () => {
    const { id } = await publish({ input: sound })
    const other = { ...sound, eventType: 'pull.drawn', filter: null, field: 'cost', score: 'SUM', countsFrom: null }
    const { season: _, ...daily } = { ...other, period: 'DAILY' }
    const { problems } = await publish({ id, input: daily })
    expect(problems.map(({ field }: { field: string }) => field).toSorted()).toEqual(
      ['countsFrom', 'eventType', 'field', 'filter', 'period', 'score', 'season'].toSorted(),
    )
  })

  test.each<[string, object, readonly string[]]>([
    ['no object', [], ['input']],
    ['an unknown field', { ...sound, colour: 'red' }, ['input']],
    ['no name', { ...sound, name: ' ' }, ['name']],
    ['an unknown event', { ...sound, eventType: 'user.deleted' }, ['eventType']],
    ['a filter by a field that the event lacks', { ...sound, filter: { level: 3 } }, ['filter']],
    ['a filter by a value of another type', { ...sound, filter: { won: 'yes' } }, ['filter.won']],
    ['an unknown score', { ...sound, score: 'MEDIAN' }, ['score']],
    ['no field of a number', { ...sound, field: 'won' }, ['field']],
    ['a field beside COUNT', { ...sound, score: 'COUNT' }, ['field']],
    ['an unknown period', { ...sound, season: null, period: 'HOURLY' }, ['period']],
    ['a season of no length', { ...sound, season: { startsAt: 'soon', days: 0 } }, ['season.startsAt', 'season.days']],
    ['a season of a week', { ...sound, period: 'WEEKLY' }, ['season']],
    ['no periods kept', { ...sound, keptPeriods: 0 }, ['keptPeriods']],
    ['half a period kept', { ...sound, keptPeriods: 1.5 }, ['keptPeriods']],
    [
      'periods kept of a board without an end',
      { ...sound, period: 'ALL_TIME', season: null, prizes: [], keptPeriods: 5 },
      ['keptPeriods'],
    ],
    ['no season', { ...sound, season: null }, ['season']],
    ['a moment that is none', { ...sound, countsFrom: 'yesterday' }, ['countsFrom']],
    ['prizes without an end', { ...sound, period: 'ALL_TIME', season: null }, ['prizes']],
    [
      'prizes that overlap',
      { ...sound, prizes: [...sound.prizes, { fromRank: 10, toRank: 9, rewards: [] }] },
      ['prizes[2].fromRank', 'prizes[2].toRank', 'prizes[2].rewards'],
    ],
    [
      'too many ranks',
      { ...sound, prizes: [{ fromRank: 1, toRank: 10_001, rewards: [{ experience: 1 }] }] },
      ['prizes[0].toRank'],
    ],
    [
      'rewards of other types',
      {
        ...sound,
        prizes: [{ fromRank: 1, toRank: 1, rewards: [{ itemId: 5, quantity: 1 }, 7, { currency: 'EURO', amount: 1 }] }],
      },
      ['prizes[0].rewards[0].itemId', 'prizes[0].rewards[1]', 'prizes[0].rewards[2].currency'],
    ],
    [
      'an unknown item',
      { ...sound, prizes: [{ fromRank: 1, toRank: 1, rewards: [{ itemId: admin.userId, quantity: 1 }] }] },
      ['prizes[0].rewards[0].itemId'],
    ],
  ])('refuses %s by its field, and changes nothing', async (_, input, fields) => {
    const before = await kept()
    const refused = await publish({ input })
    expect(refused.__typename).toBe('InvalidInput')
    expect(refused.problems.map(({ field }: { field: string }) => field)).toEqual(fields)
    expect(await kept()).toEqual(before)
  })

  test('refuses an id that no board has, a reason that is too long, and whoever is no administrator of content', async () => {
    expect(await publish({ id: admin.userId, input: sound })).toMatchObject({ field: 'id' })
    expect(await publish({ input: sound, reason: 'x'.repeat(501) })).toMatchObject({ field: 'reason' })
    expect((await publish({ input: sound }, aPlayer('admin.content'))).__typename).toBe('Leaderboard')
    for (const by of [aPlayer(), aPlayer('admin.read'), aPlayer('admin.economy')])
      expect((await quests.ask(by, PUBLISH, { input: sound })).errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
  })
})
