import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, eventually } from './client.js'
import { aPlayer, password, type Player } from './players.js'
import { startWaystone, type SetUp, type Waystone } from './waystone.js'

const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
/** The number of pulls that a new player's 1,000 diamonds pay for. */
const AFFORDABLE = 10
const AT_ONCE = 1_000
const REPEATS = 64

interface Pull {
  readonly __typename: string
  readonly id?: string
  readonly items?: readonly { item: { id: string } }[]
}

const pull = async (player: Player, idempotencyKey: string): Promise<Pull> => {
  const data = await player.client.data<{ pull: Pull }>(
    `mutation ($bannerId: ID!, $key: ID!) { pull(input: { bannerId: $bannerId, count: 1, idempotencyKey: $key }) {
      __typename ... on Pull { id items { item { id } } } } }`,
    { bannerId: FIRST_LIGHT, key: idempotencyKey },
  )
  return data.pull
}

const diamonds = (player: Player): Promise<number> =>
  player.client
    .data<{ me: { wallet: { diamonds: number } } }>('{ me { wallet { diamonds } } }')
    .then(data => data.me.wallet.diamonds)

const countOf = (answers: readonly { __typename: string }[]) =>
  Object.fromEntries(
    [...new Set(answers.map(answer => answer.__typename))].map(name => [
      name,
      answers.filter(answer => answer.__typename === name).length,
    ]),
  )

describe.each<SetUp>(['standalone', 'distributed'])('%s Waystone, when all come at once', setUp => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone(setUp)
  })
  afterAll(() => waystone.close())

  it('gives 10 of 1,000 pulls at once to a player with money for 10, and refuses 990', async () => {
    const player = await aPlayer(waystone.url)
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => pull(player, randomUUID())))
    expect(countOf(answers)).toEqual({ Pull: AFFORDABLE, InsufficientFunds: AT_ONCE - AFFORDABLE })
    expect(await diamonds(player)).toBe(0)
    const { me } = await player.client.data<{
      me: { pulls: { totalCount: number }; inventory: { edges: { node: { quantity: number } }[] } }
    }>('{ me { pulls { totalCount } inventory(first: 100) { edges { node { quantity } } } } }')
    expect(me.pulls.totalCount).toBe(AFFORDABLE)
    expect(me.inventory.edges.reduce((sum, { node }) => sum + node.quantity, 0)).toBe(AFFORDABLE)
  })

  it('answers 64 repeats of one key at once with one pull', async () => {
    const player = await aPlayer(waystone.url)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: REPEATS }, () => pull(player, key)))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.__typename).toBe('Pull')
    expect(await diamonds(player)).toBe(900)
  })

  it('answers 64 repeats of one key at once with one purchase', async () => {
    const player = await aPlayer(waystone.url)
    const key = randomUUID()
    const buy = () =>
      player.client
        .data<{ buyCurrency: object }>(
          `mutation ($key: ID!) { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: $key }) {
            __typename ... on Purchase { id status amount } ... on Refusal { message } } }`,
          { key },
        )
        .then(data => JSON.stringify(data.buyCurrency))
    const answers = await Promise.all(Array.from({ length: REPEATS }, buy))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('COMPLETED')
    expect(await diamonds(player)).toBe(1_500)
  })

  it('answers 64 claims of one completion at once with one grant', async () => {
    const player = await aPlayer(waystone.url)
    await clientOf(waystone.url).data(
      'mutation ($name: String!, $password: String!) { signIn(input: { usernameOrEmail: $name, password: $password }) { __typename } }',
      { name: player.name, password },
    )
    await player.client.data(
      'mutation ($name: String!) { createCharacter(input: { name: $name, class: MAGE }) { __typename } }',
      { name: player.name },
    )
    const completions = () =>
      player.client
        .data<{ me: { questCompletions: { edges: { node: { id: string; claimedAt: string | null } }[] } } }>(
          '{ me { questCompletions { edges { node { id claimedAt } } } } }',
        )
        .then(({ me }) => me.questCompletions.edges.map(({ node }) => node).filter(node => node.claimedAt === null))
    const [waiting] = await eventually(completions, found => found.length > 0)
    const claim = () =>
      player.client
        .data<{ claimQuestReward: object }>(
          'mutation ($id: ID!) { claimQuestReward(completionId: $id) { __typename ... on QuestCompletion { id number claimedAt } } }',
          { id: waiting?.id },
        )
        .then(data => JSON.stringify(data.claimQuestReward))
    const answers = await Promise.all(Array.from({ length: REPEATS }, claim))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain(String(waiting?.id))
    const granted = () =>
      player.client
        .data<{ me: { events: { totalCount: number } } }>(
          '{ me { events(type: "quest.reward_granted") { totalCount } } }',
        )
        .then(({ me }) => me.events.totalCount)
    expect(await eventually(granted, count => count > 0)).toBe(1)
  })
})
