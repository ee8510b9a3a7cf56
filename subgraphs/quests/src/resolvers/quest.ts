import { artOf } from '@waystone/kit/art'
import { readLocale } from '@waystone/kit/locale'
import { derivedId } from '../domain/derived-id.js'
import { textsFor, type QuestListing } from '../domain/quest-listing.js'
import { objectiveText } from '../domain/quest-translations.js'
import type { QuestVersion } from '../domain/quest.js'
import type {
  CurrencyRewardResolvers,
  ExperienceRewardResolvers,
  ItemRewardResolvers,
  QuestObjectiveResolvers,
  QuestResolvers,
  RewardResolvers,
} from '../generated/graphql.js'
import type { QuestObjectiveParent } from '../mappers.js'
import { versionsOf } from './quest-version.js'

export const Quest: QuestResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.quest(id),
  id: quest => quest.questId,
  name: (quest, { locale }) => textsFor(quest, readLocale(locale)).name,
  description: (quest, { locale }) => textsFor(quest, readLocale(locale)).description,
  locales: quest => [quest.locale, ...Object.keys(quest.texts).filter(locale => locale !== quest.locale)],
  art: quest => artOf('quests', { id: quest.questId, art: quest.art }),
  objectives: objectivesOfListing,
  rewards: quest => quest.rules.rewards,
  duplicationLimit: quest => quest.rules.duplicationLimit,
  autoClaim: quest => quest.rules.autoClaim,
  reset: quest => quest.rules.reset,
  nextResetAt: (quest, _, { loaders }) => loaders.nextResetAt(quest),
  prerequisites: async (quest, _, { loaders }) => {
    const found = await Promise.all(quest.prerequisiteIds.map(id => loaders.quest(id)))
    return found.filter(prerequisite => prerequisite !== null)
  },
  versions: versionsOf,
}

function objectivesOfListing(quest: QuestListing): QuestObjectiveParent[] {
  return quest.rules.objectives.map((rule, index) => ({
    ...rule,
    id: objectiveId(quest, index),
    text: locale => textsFor(quest, locale).objectives[index] ?? '',
  }))
}

/** The objectives of a version that need not be the one that is listed: of progress that began before. */
export function objectivesOfVersion(version: QuestVersion): QuestObjectiveParent[] {
  return version.definition.objectives.map(({ eventType, target, streak, countEach = null }, index) => ({
    eventType,
    target,
    streak,
    countEach,
    id: objectiveId(version, index),
    text: locale => objectiveText(version.definition, index, locale),
  }))
}

/** Follows from the objective's place in the version. */
const objectiveId = ({ questId, version }: { questId: string; version: number }, index: number): string =>
  derivedId('objective', questId, version, index)

export const QuestObjective: QuestObjectiveResolvers = {
  description: (objective, { locale }) => objective.text(readLocale(locale)),
}

export const Reward: RewardResolvers = {
  __resolveType: reward => rewardTypes[reward.kind],
}

const rewardTypes = { CURRENCY: 'CurrencyReward', ITEM: 'ItemReward', EXPERIENCE: 'ExperienceReward' } as const

export const CurrencyReward: CurrencyRewardResolvers = {}
export const ItemReward: ItemRewardResolvers = { item: reward => ({ id: reward.itemId }) }
export const ExperienceReward: ExperienceRewardResolvers = {}
