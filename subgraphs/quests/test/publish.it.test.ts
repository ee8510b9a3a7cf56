import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDraft, anAdmin, aPlayer, aSignIn, KNOWN_ITEM, startQuests, type TestApp } from './quests-app.js'

let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
})
afterAll(() => quests.close())

const QUEST = `id name version reset duplicationLimit autoClaim availableFrom prerequisites { id }
  objectives { eventType target streak }
  rewards { __typename ... on CurrencyReward { currency amount } ... on ItemReward { item { id } quantity }
            ... on ExperienceReward { points: amount } }`
const PUBLISH = `mutation ($id: ID, $input: QuestInput!) { publishQuest(id: $id, input: $input) {
  ... on Quest { ${QUEST} } ... on InvalidInput { __typename field message } } }`
const publish = async (input: Record<string, unknown>, id?: string) =>
  (await quests.ask(anAdmin(), PUBLISH, { id, input })).data.publishQuest

const aDraftInput = (changes: Record<string, unknown> = {}) => ({ ...aDraft(), ...changes })
const published = () => quests.rows('SELECT * FROM quest_version ORDER BY revision')

describe('publishQuest', () => {
  it('takes a list of the event to count by its entries, and no other field', async () => {
    const objective = { description: 'Pull', eventType: 'pull.drawn', target: 3 }
    const withObjective = (more: object) => publish(aDraftInput({ objectives: [{ ...objective, ...more }] }))
    expect(await withObjective({ countEach: 'items' })).toMatchObject({ version: 1 })
    expect(await withObjective({ countEach: 'cost' })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'objectives[0].countEach',
      message: expect.stringContaining('must be one of items'),
    })
    expect(await withObjective({ countEach: 'items', streak: true })).toMatchObject({ __typename: 'InvalidInput' })
    expect(await withObjective({ eventType: 'user.signed_in', countEach: 'items' })).toMatchObject({
      message: expect.stringContaining('has no list'),
    })
  })

  it('publishes a new quest, which everyone sees at once', async () => {
    const made = await publish(
      aDraftInput({
        name: 'Everything',
        reset: 'WEEKLY',
        duplicationLimit: 3,
        availableFrom: '2026-11-01T00:00:00Z',
        rewards: [{ currency: 'DIAMOND', amount: 7 }, { itemId: KNOWN_ITEM, quantity: 2 }, { experience: 50 }],
      }),
    )
    expect(made).toMatchObject({
      name: 'Everything',
      version: 1,
      reset: 'WEEKLY',
      duplicationLimit: 3,
      availableFrom: '2026-11-01T00:00:00.000Z',
      objectives: [{ eventType: 'user.signed_in', target: 1, streak: false }],
      rewards: [
        { __typename: 'CurrencyReward', currency: 'DIAMOND', amount: 7 },
        { __typename: 'ItemReward', item: { id: KNOWN_ITEM }, quantity: 2 },
        { __typename: 'ExperienceReward', points: 50 },
      ],
    })
    const { data } = await quests.ask(null, `query ($id: ID!) { quest(id: $id) { ${QUEST} } quests { id } }`, {
      id: made.id,
    })
    expect(data.quest).toEqual(made)
    expect(data.quests).toContainEqual({ id: made.id })
  })

  it('with an id publishes the next version, which reads show at once although they were cached', async () => {
    const { id } = await publish(aDraftInput({ name: 'Before' }))
    const name = async () =>
      (await quests.ask(null, 'query ($id: ID!) { quest(id: $id) { name version } }', { id })).data
    expect(await name()).toEqual({ quest: { name: 'Before', version: 1 } })
    await publish(aDraftInput({ name: 'After' }), id)
    expect(await name()).toEqual({ quest: { name: 'After', version: 2 } })
  })

  it('leaves progress that has begun on its version', async () => {
    const two = [{ description: 'x', eventType: 'user.signed_in', target: 2, streak: false }]
    const { id } = await publish(aDraftInput({ objectives: two }))
    const player = aPlayer()
    await quests.happens(aSignIn(player, quests.clock.now()))
    await publish(aDraftInput({ objectives: [{ ...two[0], target: 9 }] }), id)
    await quests.happens(aSignIn(player, quests.clock.now()))
    expect(
      await quests.rows('SELECT version FROM quest_completion WHERE user_id = $1 AND quest_id = $2', player.userId, id),
    ).toEqual([{ version: 1 }])
  })

  it('gives parallel publishers of one quest a version each', async () => {
    const { id } = await publish(aDraftInput())
    const made = await Promise.all(Array.from({ length: 8 }, () => publish(aDraftInput(), id)))
    expect(made.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('refuses wrong input, naming the field, and changes nothing', async () => {
    const [objective] = aDraft().objectives
    const unknownItem = randomUUID()
    const cases: [string, Record<string, unknown>, string?][] = [
      ['name', { name: '' }],
      ['description', { description: 'x'.repeat(2_001) }],
      ['objectives', { objectives: [] }],
      ['objectives[1].target', { objectives: [objective, { ...objective, target: 0 }] }],
      ['objectives[0].eventType', { objectives: [{ ...objective, eventType: 'quest.reward_granted' }] }],
      ['objectives[0].filter.first', { objectives: [{ ...objective, filter: { first: 'yes' } }] }],
      ['rewards[0]', { rewards: [{ currency: 'GOLD', experience: 5 }] }],
      [
        'rewards[1].itemId',
        {
          rewards: [
            { itemId: KNOWN_ITEM, quantity: 1 },
            { itemId: unknownItem, quantity: 1 },
          ],
        },
      ],
      ['duplicationLimit', { duplicationLimit: -1 }],
      ['prerequisiteIds[0]', { prerequisiteIds: [randomUUID()] }],
      ['availableUntil', { availableFrom: '2026-11-02T00:00:00Z', availableUntil: '2026-11-01T00:00:00Z' }],
      ['id', {}, randomUUID()],
      ['id', {}, 'no id'],
    ]
    const before = await published()
    for (const [field, changes, id] of cases)
      expect(await publish(aDraftInput(changes), id)).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await published()).toEqual(before)
  })

  it('names every problem at once', async () => {
    const refused = await publish(aDraftInput({ name: '', duplicationLimit: 0, rewards: [{}] }))
    expect(refused).toEqual({
      __typename: 'InvalidInput',
      field: 'name',
      message:
        'name must have 1–80 characters, not 0; rewards[0] must be exactly one of currency with amount, itemId with quantity, or experience, not empty; duplicationLimit must be a whole number from 1 to 1000000',
    })
  })

  it('refuses prerequisites that lead back, also when two publishers make the circle together', async () => {
    const [a, b] = [await publish(aDraftInput({ name: 'A' })), await publish(aDraftInput({ name: 'B' }))]
    const made = await Promise.all([
      publish(aDraftInput({ name: 'A', prerequisiteIds: [b.id] }), a.id),
      publish(aDraftInput({ name: 'B', prerequisiteIds: [a.id] }), b.id),
    ])
    expect(made.filter(({ __typename: type }) => type === 'InvalidInput')).toMatchObject([
      { field: 'prerequisiteIds[0]' },
    ])
  })

  it('is for administrators', async () => {
    const before = await published()
    for (const viewer of [null, aPlayer(), aPlayer('player')]) {
      const { errors } = await quests.ask(viewer, PUBLISH, { input: aDraftInput() })
      expect(errors.map(({ code }) => code)).toEqual([viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN'])
    }
    expect(await published()).toEqual(before)
  })
})
