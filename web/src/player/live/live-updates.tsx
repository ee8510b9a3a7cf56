import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useQuery, useSubscription } from 'urql'
import { graphql } from '../../generated/gql.js'
import type { ResumeContext } from '../../graph/live.js'
import { showToast } from '../../ui/toasts.js'
import { rewardsText } from '../rewards.js'
import { useFirst } from './use-first.js'

const WALLET_CHANGED = graphql(`
  subscription WalletChanged {
    walletChanged {
      id
      gold
      freeGold
      paidGold
      diamonds
      freeDiamonds
      paidDiamonds
      updatedAt
    }
  }
`)

const QUEST_PROGRESSED = graphql(`
  subscription QuestProgressed {
    questProgressed {
      id
      status
      completions
      updatedAt
      objectives {
        count
        objective {
          id
        }
      }
    }
  }
`)

const LAST_COMPLETION = graphql(`
  query LastCompletion {
    me {
      id
      questCompletions(first: 1) {
        edges {
          node {
            id
          }
        }
      }
    }
  }
`)

const QUEST_COMPLETED = graphql(`
  subscription QuestCompleted($after: ID) {
    questCompleted(after: $after) {
      id
      number
      claimedAt
      quest {
        id
        name
        rewards {
          ...RewardShown
        }
      }
    }
  }
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

/** Completions that come while the connection is lost are told after it. */
const RESUME: ResumeContext = {
  resume: { variable: 'after', from: data => (data['questCompleted'] as { id?: string } | undefined)?.id },
}

/** Keeps wallet and quests of every screen up to date, and tells of completions wherever the player is. */
export function LiveUpdates() {
  const { t } = useTranslation()
  useSubscription({ query: WALLET_CHANGED })
  useSubscription({ query: QUEST_PROGRESSED })
  const [{ data }] = useQuery({ query: LAST_COMPLETION, context: useMemo(() => FRESH, []) })
  const completions = data?.me?.questCompletions
  // The value of the first answer: a later one would begin another subscription.
  const after = useFirst(completions && (completions.edges[0]?.node.id ?? '0'))
  const client = useClient()
  useEffect(() => {
    if (after === undefined) return undefined
    // Not by useSubscription, whose state holds the last event alone: those that come together would be told as one.
    const { unsubscribe } = client.subscription(QUEST_COMPLETED, { after }, RESUME).subscribe(({ data: event }) => {
      if (event === undefined) return
      const { claimedAt, quest } = event.questCompleted
      const rewards = rewardsText(quest.rewards)
      const key = claimedAt ? 'quests.completedAuto' : 'quests.completedClaim'
      showToast(t('quests.completedToast', { name: quest.name }), rewards === '' ? undefined : t(key, { rewards }))
    })
    return unsubscribe
  }, [client, after, t])
  return null
}

const FRESH = { requestPolicy: 'network-only' as const }
