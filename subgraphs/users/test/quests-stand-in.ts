import { findGrantedRewards, type GrantedReward } from '@waystone/events'
import { answerCall, type InternalHandler } from '@waystone/kit/service-client'

/** quests as users asks it: it has granted all that a test tells, unless the test says otherwise. */
export interface QuestsStandIn {
  readonly handlers: readonly InternalHandler[]
  /** By event. */
  readonly granted: Map<string, GrantedReward>
  /** How many events each call asked about, those that were not answered included. */
  readonly asked: number[]
  isAway: boolean
}

export function createQuestsStandIn(): QuestsStandIn {
  const granted = new Map<string, GrantedReward>()
  const asked: number[] = []
  const answer = answerCall(findGrantedRewards, async ({ eventIds }) => {
    asked.push(eventIds.length)
    if (standIn.isAway) throw new Error('quests is away')
    return { grants: eventIds.flatMap(eventId => granted.get(eventId) ?? []) }
  })
  const standIn: QuestsStandIn = { handlers: [answer], granted, asked, isAway: false }
  return standIn
}
