import i18next from 'i18next'
import { formatNumber } from '../texts/format.js'

/** The fragment of this name, as documents take it: `...RewardShown`. */
export type RewardShown =
  | { readonly __typename: 'CurrencyReward'; readonly currency: 'GOLD' | 'DIAMOND'; readonly currencyAmount: number }
  | { readonly __typename: 'ItemReward'; readonly quantity: number; readonly item?: { readonly name: string } | null }
  | { readonly __typename: 'ExperienceReward'; readonly experience: number }

/** Such as `100 gold`. */
export function rewardText(reward: RewardShown): string {
  switch (reward.__typename) {
    case 'CurrencyReward':
      return i18next.t(reward.currency === 'GOLD' ? 'quests.gold' : 'quests.diamonds', {
        amount: formatNumber(reward.currencyAmount),
      })
    case 'ItemReward':
      return i18next.t('quests.item', {
        amount: reward.quantity,
        name: reward.item?.name ?? i18next.t('quests.anItem'),
      })
    case 'ExperienceReward':
      return i18next.t('quests.experience', { amount: formatNumber(reward.experience) })
  }
}

export const rewardsText = (rewards: readonly RewardShown[]): string => rewards.map(rewardText).join(', ')
