import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOnce } from '../../../intents/use-once.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import { rewardsText, type RewardShown } from '../../rewards.js'

const CLAIM = graphql(`
  mutation ClaimQuestReward($completionId: ID!) {
    claimQuestReward(completionId: $completionId) {
      __typename
      ... on QuestCompletion {
        id
        claimedAt
      }
      ... on Refusal {
        message
      }
    }
  }
`)

interface ClaimButtonProps {
  readonly completionId: string
  readonly quest: { readonly name: string; readonly rewards: readonly RewardShown[] }
}

/** A completion is claimed once, however often the button is pressed: its id is the key of the claim. */
export function ClaimButton({ completionId, quest }: ClaimButtonProps) {
  const { t } = useTranslation()
  const [{ fetching }, claim] = useMutation(CLAIM)
  const outcome = useOutcome()
  const claimNow = useOnce(async () => {
    const { data, error } = await claim({ completionId })
    if (outcome.check(data?.claimQuestReward, error) === null) return false
    const rewards = rewardsText(quest.rewards)
    showToast(quest.name, rewards === '' ? t('quests.claimedNothing') : t('quests.claimed', { rewards }))
    return true
  })
  return (
    <>
      <Button
        tone="primary"
        busy={fetching}
        aria-label={t('quests.claimOf', { name: quest.name })}
        onClick={() => void claimNow()}
      >
        {t('quests.claim')}
      </Button>
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
    </>
  )
}
