import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definitionOf } from '../src/domain/quest-draft.js'
import { aDraft, anAdmin, aPlayer, KNOWN_ITEM, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
let questId: string
const admin = anAdmin()
const drafts = [
  aDraft({
    rewards: [{ currency: 'GOLD', amount: 5 }, { itemId: KNOWN_ITEM, quantity: 2 }, { experience: 30 }],
    locale: 'en',
    translations: [{ locale: 'pt', name: 'Visitante', objectives: ['Entre'] }],
    art: 'quests/visitor',
  }),
  aDraft({
    name: 'Hunter',
    objectives: [
      {
        description: 'Draw rare items',
        eventType: 'pull.drawn',
        target: 3,
        streak: false,
        filter: { cost: { $gte: 1 } },
        countEach: 'items',
      },
    ],
    duplicationLimit: 2,
    reset: 'WEEKLY',
    availableFrom: new Date('2026-11-01T00:00:00Z'),
    availableUntil: new Date('2026-12-01T00:00:00Z'),
  }),
]

beforeAll(async () => {
  quests = await startQuests()
  for (const [index, input] of drafts.entries()) {
    quests.clock.advance(60_000)
    const origin = index === 0 ? { actor: 'command:root@host', reason: 'the first' } : { actor: admin.userId }
    const published = await quests.app.services.publishQuest({ ...origin, id: index === 0 ? null : questId, input })
    if ('message' in published) throw new Error(published.message)
    questId = published.questId
  }
  quests.clock.advance(60_000)
  await quests.app.services.retireQuest({ id: questId, actor: admin.userId, reason: 'it is over' })
})
afterAll(() => quests.close())

const VERSIONS = `query ($id: ID!, $first: Int, $after: String) { quest(id: $id) { name versions(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { version definition retired publishedAt publishedBy { id } command reason } } } } }`
const versionsFor = (viewer: Player | null, variables: Record<string, unknown> = {}) =>
  quests.ask(viewer, VERSIONS, { id: questId, ...variables })

describe('the versions of a quest', () => {
  it('say who published them, from where, when and why, the newest first', async () => {
    const { data, errors } = await versionsFor(aPlayer('admin.content'))
    expect(errors).toEqual([])
    const nodes = data.quest.versions.edges.map(({ node }: { node: { definition: object } }) => {
      const { definition: _, ...rest } = node
      return rest
    })
    const by = { publishedBy: { id: admin.userId }, command: null }
    expect(nodes).toEqual([
      { version: 3, retired: true, publishedAt: '2026-11-21T12:03:00.000Z', ...by, reason: 'it is over' },
      { version: 2, retired: false, publishedAt: '2026-11-21T12:02:00.000Z', ...by, reason: '' },
      {
        version: 1,
        retired: false,
        publishedAt: '2026-11-21T12:01:00.000Z',
        publishedBy: null,
        command: 'command:root@host',
        reason: 'the first',
      },
    ])
  })

  it('are shown as publishQuest takes them: published again, they make the same definition', async () => {
    const { data } = await versionsFor(aPlayer('admin.read'))
    const shown = data.quest.versions.edges.map(({ node }: { node: { definition: object } }) => node.definition)
    const stored = await quests.rows(
      'SELECT definition FROM quest_version WHERE quest_id = $1 ORDER BY version DESC',
      questId,
    )
    const definitions = stored.map(({ definition }) => definition as { retired?: boolean })
    for (const [index, definition] of shown.entries()) {
      const { input, problems } = quests.app.readQuestInput(definition)
      expect(problems).toEqual([])
      const { retired: _, ...expected } = definitions[index] ?? {}
      expect(definitionOf(input)).toEqual(expected)
    }
    const republished = await quests.ask(
      admin,
      'mutation ($input: QuestInput!) { publishQuest(input: $input) { __typename ... on Quest { name version } } }',
      { input: shown[1] },
    )
    expect(republished.data.publishQuest).toEqual({ __typename: 'Quest', name: 'Hunter', version: 1 })
  })

  it('come by pages', async () => {
    const first = (await versionsFor(admin, { first: 2 })).data.quest.versions
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true])
    const rest = (await versionsFor(admin, { first: 2, after: first.pageInfo.endCursor })).data.quest.versions
    expect(rest.edges.map(({ node }: { node: { version: number } }) => node.version)).toEqual([1])
    for (const variables of [{ first: 101 }, { after: 'nonsense' }]) {
      const { errors } = await versionsFor(admin, variables)
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['quest', 'versions'] }])
    }
  })

  it('of many quests are read in two statements', async () => {
    for (const name of ['One', 'Two', 'Three']) await quests.aQuest({ name })
    const counter = countStatements(quests.database.primary)
    try {
      const { data } = await quests.ask(
        admin,
        '{ quests { versions(first: 2) { totalCount edges { node { version } } } } }',
      )
      expect(data.quests.length).toBeGreaterThan(3)
      expect(counter.statements.filter(text => text.includes('quest_version'))).toHaveLength(2)
    } finally {
      counter.stop()
    }
  })

  it.each([
    [null, 'UNAUTHENTICATED'],
    [aPlayer(), 'FORBIDDEN'],
    [aPlayer('admin.support'), 'FORBIDDEN'],
  ])('are refused to others (%#), who see the quest itself', async (viewer, code) => {
    const { data, errors } = await versionsFor(viewer)
    expect(data.quest).toEqual({ name: 'Hunter', versions: null })
    expect(errors).toMatchObject([{ code, path: ['quest', 'versions'] }])
  })
})
