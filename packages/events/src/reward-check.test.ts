import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { findGrantedRewards } from './calls.js'
import { newEvent, type EventOf } from './events.js'
import { createRewardCheck, type ClaimedMail, type GrantedReward } from './reward-check.js'
import type { Reward } from './shared.js'

const gold = (amount: number): Reward => ({ kind: 'CURRENCY', currency: 'GOLD', amount })
const aGrant = (...rewards: Reward[]): EventOf<'quest.reward_granted'> =>
  newEvent('quest.reward_granted', {
    id: randomUUID(),
    occurredAt: new Date(),
    data: { userId: randomUUID(), questId: randomUUID(), completionId: randomUUID(), rewards },
  })

/** quests, which has granted these. */
function questsWith(...events: EventOf<'quest.reward_granted'>[]) {
  const granted = new Map<string, GrantedReward>(events.map(({ id, data }) => [id, { eventId: id, ...data }]))
  const asked: (readonly string[])[] = []
  const check = createRewardCheck({
    kinds: ['CURRENCY'],
    services: {
      call: async ({ input }: typeof findGrantedRewards, asking: unknown) => {
        const { eventIds } = input.parse(asking)
        asked.push(eventIds)
        return { grants: eventIds.flatMap(id => granted.get(id) ?? []) }
      },
      // One answer for every call.
    } as never,
  })
  return { check, asked }
}

test('exactly what quests has granted is confirmed', async () => {
  const event = aGrant(gold(5), { kind: 'EXPERIENCE', amount: 1 })
  const { check } = questsWith(event)
  expect(await check([event])).toEqual([])
})

test('the order of fields is no difference', async () => {
  const event = aGrant(gold(5))
  const { userId, questId, completionId } = event.data
  const rewards = [{ amount: 5, currency: 'GOLD' as const, kind: 'CURRENCY' as const }]
  const { check } = questsWith(event)
  expect(await check([{ ...event, data: { rewards, completionId, questId, userId } }])).toEqual([])
})

const alterations: Readonly<Record<string, (event: EventOf<'quest.reward_granted'>) => object>> = {
  'another event id': event => ({ ...event, id: randomUUID() }),
  'an id that is none': event => ({ ...event, id: 'no uuid' }),
  'the same id, written otherwise': event => ({ ...event, id: event.id.toUpperCase() }),
  'another aggregate': event => ({ ...event, aggregateId: randomUUID() }),
  'another user': event => ({ ...event, data: { ...event.data, userId: randomUUID() } }),
  'another quest': event => ({ ...event, data: { ...event.data, questId: randomUUID() } }),
  'another completion': event => ({ ...event, data: { ...event.data, completionId: randomUUID() } }),
  'another amount': event => ({ ...event, data: { ...event.data, rewards: [gold(6)] } }),
  'another currency': event => ({
    ...event,
    data: { ...event.data, rewards: [{ kind: 'CURRENCY', currency: 'DIAMOND', amount: 5 }] },
  }),
  'the same reward twice': event => ({ ...event, data: { ...event.data, rewards: [gold(5), gold(5)] } }),
}
test.each(Object.entries(alterations))('%s is denied', async (_, alter) => {
  const event = aGrant(gold(5))
  const forged = alter({ ...event, id: event.id.replace(/^./, 'a') }) as typeof event
  const { check } = questsWith({ ...event, id: event.id.replace(/^./, 'a') })
  expect(await check([forged])).toEqual([forged])
})

test('a forged event with the id of a real one is denied beside it, before or after', async () => {
  const event = aGrant(gold(5))
  const forged = { ...event, data: { ...event.data, rewards: [gold(1_000)] } }
  const { check, asked } = questsWith(event)
  expect(await check([forged, event])).toEqual([forged])
  expect(await check([event, forged])).toEqual([forged])
  expect(asked).toEqual([[event.id], [event.id]])
})

test('quests is asked by one call for a hundred events, and not for those that give nothing here', async () => {
  const events = Array.from({ length: 250 }, () => aGrant(gold(1)))
  const { check, asked } = questsWith(...events)
  const others = [
    aGrant({ kind: 'EXPERIENCE', amount: 5 }),
    newEvent('quest.completed', {
      id: randomUUID(),
      occurredAt: new Date(),
      data: { userId: randomUUID(), questId: randomUUID(), completionId: randomUUID(), number: 1 },
    }),
    // The consumer that applies it makes it a dead letter.
    { ...aGrant(gold(1)), version: 2 },
  ]
  expect(await check([...others, ...events])).toEqual([])
  expect(asked.map(ids => ids.length)).toEqual([100, 100, 50])
  expect(await check(others)).toEqual([])
  expect(asked).toHaveLength(3)
})

const aClaim = (...rewards: Reward[]): EventOf<'mail.claimed'> =>
  newEvent('mail.claimed', {
    id: randomUUID(),
    occurredAt: new Date(),
    data: { userId: randomUUID(), mailId: randomUUID(), rewards },
  })

/** quests and notifications, which have granted these. */
function bothWith(reward: EventOf<'quest.reward_granted'>, claim: EventOf<'mail.claimed'>) {
  const grants: Readonly<Record<string, readonly (GrantedReward | ClaimedMail)[]>> = {
    quests: [{ eventId: reward.id, ...reward.data }],
    notifications: [{ eventId: claim.id, ...claim.data }],
  }
  return createRewardCheck({
    kinds: ['CURRENCY'],
    services: { call: async ({ service }: { service: string }) => ({ grants: grants[service] ?? [] }) } as never,
  })
}

test('each grant is asked of its own producer: mails of notifications, quests of quests', async () => {
  const [reward, claim] = [aGrant(gold(5)), aClaim(gold(7))]
  const check = bothWith(reward, claim)
  expect(await check([reward, claim])).toEqual([])
  const more = { ...claim, data: { ...claim.data, rewards: [gold(8)] } }
  const otherMail = { ...claim, data: { ...claim.data, mailId: randomUUID() } }
  // The id of an event of quests makes none of notifications true.
  const borrowed = { ...claim, id: reward.id, aggregateId: reward.aggregateId }
  expect(await check([more, otherMail, borrowed, reward])).toEqual([more, otherMail, borrowed])
})
