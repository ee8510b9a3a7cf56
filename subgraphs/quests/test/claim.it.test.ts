import { randomUUID } from 'node:crypto'
import { findGrantedRewards } from '@waystone/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventIdOf } from '../src/domain/apply-event.js'
import { aPlayer, anAdmin, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
})
afterAll(() => quests.close())

const CLAIM = `mutation ($completionId: ID!) { claimQuestReward(completionId: $completionId) {
  ... on QuestCompletion { id number claimedAt } ... on Refusal { __typename message } } }`
const claim = async (viewer: Player | null, completionId: string) => await quests.ask(viewer, CLAIM, { completionId })

const COMPLETIONS = 'questCompletions { edges { node { id claimedAt quest { id } } } }'
const grantsOf = async ({ userId }: Player) =>
  (await quests.told()).filter(({ type, data }) => type === 'quest.reward_granted' && data['userId'] === userId)

/** A player who has completed one quest that waits to be claimed. */
async function aPlayerWithCompletion(): Promise<{ player: Player; completionId: string; questId: string }> {
  const quest = await quests.aQuest({
    name: randomUUID(),
    objectives: [{ description: 'x', eventType: 'user.signed_in', target: 1, streak: false }],
  })
  const player = aPlayer()
  await quests.happens(aSignIn(player, quests.clock.now()))
  const { data } = await quests.askUser(player, player, COMPLETIONS)
  const edge = data.questCompletions.edges.find(
    ({ node }: { node: { quest: { id: string } } }) => node.quest.id === quest.questId,
  )
  return { player, completionId: edge.node.id, questId: quest.questId }
}

describe('claimQuestReward', () => {
  it('grants the rewards of a completion, and a repeat returns the same completion and grants nothing', async () => {
    const { player, completionId, questId } = await aPlayerWithCompletion()
    const first = await claim(player, completionId)
    expect(first.data.claimQuestReward).toEqual({
      id: completionId,
      number: 1,
      claimedAt: quests.clock.now().toISOString(),
    })
    quests.clock.advance(60_000)
    expect(await claim(player, completionId.toUpperCase())).toEqual(first)
    expect(await grantsOf(player)).toMatchObject([
      { data: { completionId, questId, rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 5 }] } },
    ])
  })

  it('is confirmed to those who give the rewards, by the id of its event and no other, and not before it happened', async () => {
    const { player, completionId, questId } = await aPlayerWithCompletion()
    const answer = async (eventIds: readonly string[]) =>
      await quests.app.internal
        .find(({ operation }) => operation === findGrantedRewards.operation)
        ?.answer({ eventIds }, 'users')
    const eventId = eventIdOf('quest.reward_granted', completionId)
    expect(await answer([eventId])).toEqual({ grants: [] })
    await claim(player, completionId)
    const told = `SELECT event_id AS id FROM outbox WHERE type = 'quest.reward_granted' AND data->>'completionId' = $1`
    expect(await quests.rows(told, completionId)).toEqual([{ id: eventId }])
    const rewards = [{ kind: 'CURRENCY', currency: 'GOLD', amount: 5 }]
    const signIn = aSignIn(player, quests.clock.now())
    await quests.happens(signIn)
    expect(await answer([eventId, eventIdOf('quest.completed', completionId), signIn.id, randomUUID()])).toEqual({
      grants: [{ eventId, userId: player.userId, questId, completionId, rewards }],
    })
  })

  it('shows as claimed afterwards, in the completion, the progress and the events', async () => {
    const { player, completionId, questId } = await aPlayerWithCompletion()
    const statusOf = async () => {
      const { data } = await quests.askUser(player, player, 'questProgress { status quest { id } }')
      return data.questProgress.find(({ quest }: { quest: { id: string } }) => quest.id === questId).status
    }
    expect(await statusOf()).toBe('COMPLETED')
    await claim(player, completionId)
    expect(await statusOf()).toBe('CLAIMED')
    const { data } = await quests.askUser(
      player,
      player,
      'events(first: 1) { edges { node { type data occurredAt } } }',
    )
    expect(data.events.edges[0].node).toMatchObject({ type: 'quest.reward_granted', data: { completionId } })
  })

  it('grants once when 64 claims of one completion come at the same time', async () => {
    const { player, completionId } = await aPlayerWithCompletion()
    const answers = await Promise.all(Array.from({ length: 64 }, () => claim(player, completionId)))
    expect(new Set(answers.map(answer => JSON.stringify(answer)))).toHaveLength(1)
    expect(answers[0]?.data.claimQuestReward.claimedAt).not.toBeNull()
    expect(await grantsOf(player)).toHaveLength(1)
    const sequences = await quests.rows(
      'SELECT count(*)::int, max(sequence) FROM game_event WHERE user_id = $1',
      player.userId,
    )
    expect(sequences[0]?.['count']).toBe(sequences[0]?.['max'])
  })

  it('is refused, and changes nothing, for completions of others, unknown ids, and what is no id', async () => {
    const { player, completionId } = await aPlayerWithCompletion()
    const refused = { __typename: 'CompletionNotFound', message: 'You have no completion with this id' }
    for (const [viewer, id] of [
      [aPlayer(), completionId],
      [anAdmin(), completionId],
      [player, randomUUID()],
      [player, "' OR 1=1"],
    ] as const)
      expect((await claim(viewer, id)).data.claimQuestReward).toEqual(refused)
    expect(await grantsOf(player)).toEqual([])
    expect(await quests.rows('SELECT claimed_at FROM quest_completion WHERE id = $1', completionId)).toEqual([
      { claimed_at: null },
    ])
  })

  it('needs a signed-in user', async () => {
    const { completionId } = await aPlayerWithCompletion()
    const { errors } = await claim(null, completionId)
    expect(errors.map(({ code }) => code)).toEqual(['UNAUTHENTICATED'])
  })

  it('grants the rewards of the version that was completed, not of a newer one', async () => {
    const { player, completionId, questId } = await aPlayerWithCompletion()
    const draft = { name: 'Poorer', description: 'x', autoClaim: false, reset: 'NEVER', prerequisiteIds: [] } as const
    const objectives = [{ description: 'x', eventType: 'user.signed_in', target: 1, streak: false }]
    await quests.app.services.publishQuest({ actor: 'test', id: questId, input: { ...draft, objectives, rewards: [] } })
    await claim(player, completionId)
    expect((await grantsOf(player))[0]?.data['rewards']).toHaveLength(1)
  })
})
