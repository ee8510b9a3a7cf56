import i18next from 'i18next'
import { graphql } from '../generated/gql.js'
import { formatNumber } from '../texts/format.js'

/** What the texts of rewards need; documents take it as `...RewardShown`. */
export const REWARD = graphql(`
  fragment RewardShown on Reward {
    __typename
    ... on CurrencyReward {
      currency
      currencyAmount: amount
    }
    ... on ItemReward {
      quantity
      item {
        id
        name
      }
    }
    ... on ExperienceReward {
      experience: amount
    }
  }
`)

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
