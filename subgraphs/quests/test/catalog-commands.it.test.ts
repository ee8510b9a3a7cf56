import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDraft, anAdmin, aPlayer, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
let admin: Player
beforeAll(async () => {
  quests = await startQuests()
  admin = anAdmin()
})
afterAll(() => quests.close())

const ANSWER = '__typename ... on Quest { id name version retiredAt } ... on InvalidInput { field message }'
const PUBLISH = `mutation ($id: ID, $input: QuestInput!, $reason: String, $key: ID) {
  publishQuest(id: $id, input: $input, reason: $reason, idempotencyKey: $key) { ${ANSWER} } }`
const RETIRE = `mutation ($id: ID!, $reason: String, $key: ID) { retireQuest(id: $id, reason: $reason, idempotencyKey: $key) { ${ANSWER} } }`
const publish = async (variables: Record<string, unknown>, by = admin) =>
  (await quests.ask(by, PUBLISH, { input: aDraft(), ...variables })).data.publishQuest
const retire = async (variables: Record<string, unknown>, by = admin) =>
  (await quests.ask(by, RETIRE, variables)).data.retireQuest
const versionsOf = (id: string) => quests.rows('SELECT version FROM quest_version WHERE quest_id = $1 ORDER BY 1', id)
const listed = async () =>
  (await quests.ask(null, '{ quests(availableOnly: false) { id } }')).data.quests.map(({ id }: { id: string }) => id)
const statusOf = async (player: Player, questId: string) => {
  const { data } = await quests.askUser(player, player, 'questProgress { status completions quest { id } }')
  return data.questProgress.find((one: { quest: { id: string } }) => one.quest.id === questId)
}

describe('a command on the catalog', () => {
  it('keeps who, when and why with its version, and among the actions of administrators', async () => {
    const { id } = await publish({ reason: ' For the festival ' })
    await retire({ id, reason: 'The festival is over' })
    const versions = await quests.rows(
      'SELECT version, actor, reason, published_at FROM quest_version WHERE quest_id = $1 ORDER BY 1',
      id,
    )
    const at = quests.clock.now()
    expect(versions).toEqual([
      { version: 1, actor: admin.userId, reason: 'For the festival', published_at: at },
      { version: 2, actor: admin.userId, reason: 'The festival is over', published_at: at },
    ])
    const actions = `SELECT action, reason, actor FROM admin_action WHERE data->>'questId' = $1 ORDER BY position`
    expect(await quests.rows(actions, id)).toEqual([
      { action: 'QUEST_PUBLISHED', reason: 'For the festival', actor: admin.userId },
      { action: 'QUEST_RETIRED', reason: 'The festival is over', actor: admin.userId },
    ])
  })

  it('that is repeated by its key publishes nothing, and returns what it published first', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 8 }, () => publish({ key })))
    const [first] = answers
    expect(answers).toEqual(answers.map(() => first))
    await publish({ id: first.id, input: { ...aDraft(), name: 'Second' } })
    expect(await publish({ key })).toEqual(first)
    expect(await versionsOf(first.id)).toHaveLength(2)
    const retiring = { id: first.id, key: randomUUID() }
    const retired = await retire(retiring)
    await publish({ id: first.id })
    expect(await retire(retiring)).toEqual(retired)
    expect(await versionsOf(first.id)).toHaveLength(4)
  })

  it('is refused with the key of another command, and another administrator may use the same key', async () => {
    const key = randomUUID()
    const { id } = await publish({ key })
    const other = { __typename: 'InvalidInput', field: 'idempotencyKey' }
    expect(await publish({ key, input: { ...aDraft(), name: 'Another' } })).toMatchObject(other)
    expect(await retire({ key, id })).toMatchObject(other)
    expect(await publish({ key, id: (await publish({})).id })).toMatchObject(other)
    expect(await publish({ key }, anAdmin())).toMatchObject({ version: 1 })
  })

  it('refuses keys and reasons that are too long or empty, and changes nothing', async () => {
    const { id } = await publish({})
    const before = await quests.rows('SELECT revision FROM catalog')
    for (const [field, wrong] of [
      ['idempotencyKey', { key: '' }],
      ['idempotencyKey', { key: 'x'.repeat(101) }],
      ['reason', { reason: 'x'.repeat(501) }],
    ] as const) {
      expect(await publish(wrong)).toMatchObject({ field })
      expect(await retire({ id, ...wrong })).toMatchObject({ field })
    }
    expect(await quests.rows('SELECT revision FROM catalog')).toEqual(before)
  })
})

describe('retireQuest', () => {
  it('takes the quest out of the catalog, keeps it to be asked for, and publishing brings it back in its place', async () => {
    const { id } = await publish({})
    const after = await publish({})
    const order = await listed()
    expect(await retire({ id })).toMatchObject({ version: 2, retiredAt: quests.clock.now().toISOString() })
    expect(await listed()).toEqual(order.filter((one: string) => one !== id))
    const { data } = await quests.ask(null, 'query ($id: ID!) { quest(id: $id) { retiredAt } }', { id })
    expect(data.quest.retiredAt).not.toBeNull()
    expect(await retire({ id })).toMatchObject({ version: 2 })
    expect(await publish({ id })).toMatchObject({ version: 3, retiredAt: null })
    expect(await listed()).toEqual(order)
    expect(order.indexOf(id)).toBeLessThan(order.indexOf(after.id))
  })

  it('lets players finish what they have begun and claim it, and nobody begin', async () => {
    const objectives = [{ description: 'x', eventType: 'user.signed_in', target: 2, streak: false }]
    const { id } = await publish({ input: { ...aDraft(), objectives, duplicationLimit: 5 } })
    const [begun, late] = [aPlayer(), aPlayer()]
    await quests.happens(aSignIn(begun, quests.clock.now()))
    await retire({ id })
    expect(await statusOf(begun, id)).toMatchObject({ status: 'ACTIVE' })
    expect(await statusOf(late, id)).toBeUndefined()
    for (let i = 0; i < 3; i++)
      await quests.happens(aSignIn(begun, quests.clock.now()), aSignIn(late, quests.clock.now()))
    expect(await statusOf(begun, id)).toMatchObject({ status: 'COMPLETED', completions: 1 })
    expect(await statusOf(late, id)).toBeUndefined()
    const { data } = await quests.askUser(
      begun,
      begun,
      'questCompletions(first: 50) { edges { node { id quest { id } } } }',
    )
    const nodes = data.questCompletions.edges.map(({ node }: { node: { id: string; quest: { id: string } } }) => node)
    const completion = nodes.find((node: { quest: { id: string } }) => node.quest.id === id)
    const CLAIM = 'mutation ($id: ID!) { claimQuestReward(completionId: $id) { ... on QuestCompletion { claimedAt } } }'
    const claimed = await quests.ask(begun, CLAIM, { id: completion.id })
    expect(claimed.data.claimQuestReward.claimedAt).not.toBeNull()
    expect(await statusOf(begun, id)).toMatchObject({ status: 'EXPIRED' })
  })

  it('is refused for a quest that others need, for ids that are none, and for anyone but administrators', async () => {
    const { id } = await publish({ input: { ...aDraft(), name: 'Needed' } })
    const needing = await publish({ input: { ...aDraft(), name: 'Needing', prerequisiteIds: [id] } })
    expect(await retire({ id })).toMatchObject({ field: 'id', message: expect.stringContaining('"Needing"') })
    await retire({ id: needing.id })
    expect(await retire({ id })).toMatchObject({ version: 2 })
    expect(await publish({ id: needing.id, input: { ...aDraft(), prerequisiteIds: [id] } })).toMatchObject({
      field: 'prerequisiteIds[0]',
      message: expect.stringContaining('not retired'),
    })
    for (const wrong of [randomUUID(), 'no id', '']) expect(await retire({ id: wrong })).toMatchObject({ field: 'id' })
    for (const viewer of [null, aPlayer('player')]) {
      const { errors } = await quests.ask(viewer, RETIRE, { id })
      expect(errors.map(({ code }) => code)).toEqual([viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN'])
    }
  })

  it('and a publication that needs the quest never both succeed', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => publish({})))
    await Promise.all(
      made.map(async ({ id }) => {
        const [needing, retired] = await Promise.all([
          publish({ input: { ...aDraft(), prerequisiteIds: [id] } }),
          retire({ id }),
        ])
        const types = [needing, retired].map(({ __typename: type }) => type as string)
        expect(types.toSorted()).toEqual(['InvalidInput', 'Quest'])
      }),
    )
  })
})
