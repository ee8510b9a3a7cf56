import { derivedId } from '../domain/derived-id.js'
import type { Objective, QuestVersion } from '../domain/quest.js'
import type {
  CurrencyRewardResolvers,
  ExperienceRewardResolvers,
  ItemRewardResolvers,
  QuestObjectiveResolvers,
  QuestResolvers,
  RewardResolvers,
} from '../generated/graphql.js'
import type { QuestObjectiveParent } from '../mappers.js'

export const Quest: QuestResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.quest(id),
  id: quest => quest.questId,
  name: quest => quest.definition.name,
  description: quest => quest.definition.description,
  objectives: quest => quest.definition.objectives.map((objective, index) => objectiveOf(quest, objective, index)),
  rewards: quest => quest.definition.rewards,
  duplicationLimit: quest => quest.definition.duplicationLimit,
  autoClaim: quest => quest.definition.autoClaim,
  reset: quest => quest.definition.reset,
  nextResetAt: (quest, _, { loaders }) => loaders.nextResetAt(quest),
  prerequisites: async (quest, _, { loaders }) => {
    const found = await Promise.all(quest.definition.prerequisiteIds.map(id => loaders.quest(id)))
    return found.filter(prerequisite => prerequisite !== null)
  },
  availableFrom: quest => quest.definition.availableFrom,
  availableUntil: quest => quest.definition.availableUntil,
  version: quest => quest.version,
}

/** An objective with its id, which follows from its place in the version. */
export const objectiveOf = (quest: QuestVersion, objective: Objective, index: number): QuestObjectiveParent => ({
  ...objective,
  id: derivedId('objective', quest.questId, quest.version, index),
})

export const QuestObjective: QuestObjectiveResolvers = {}

export const Reward: RewardResolvers = {
  __resolveType: reward => rewardTypes[reward.kind],
}

const rewardTypes = { CURRENCY: 'CurrencyReward', ITEM: 'ItemReward', EXPERIENCE: 'ExperienceReward' } as const

export const CurrencyReward: CurrencyRewardResolvers = {}
export const ItemReward: ItemRewardResolvers = { item: reward => ({ id: reward.itemId }) }
export const ExperienceReward: ExperienceRewardResolvers = {}
