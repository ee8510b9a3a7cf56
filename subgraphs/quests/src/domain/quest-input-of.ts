import type { QuestDefinition, Reward } from './quest.js'
import type { RewardDraft } from './reward-draft.js'

/**
 * The definition as publishQuest takes it, so that an editor can load what is published: publishing the result
 * makes the same definition again, but for the mark of a retired quest.
 */
export function questInputOf(definition: QuestDefinition): object {
  const { retired: _, rewards, ...rest } = definition
  return { ...rest, rewards: rewards.map(rewardInputOf) }
}

function rewardInputOf(reward: Reward): RewardDraft {
  switch (reward.kind) {
    case 'CURRENCY':
      return { currency: reward.currency, amount: reward.amount }
    case 'ITEM':
      return { itemId: reward.itemId, quantity: reward.quantity }
    case 'EXPERIENCE':
      return { experience: reward.amount }
  }
}
