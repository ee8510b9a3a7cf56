import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { refusalText } from '../../../refusals/refusal.js'
import { Button } from '../../../ui/button.js'
import { showToast } from '../../../ui/toasts.js'
import parts from '../../../ui/ui.module.css'

const RESTORE = graphql(`
  mutation RestoreCharacter($id: ID!) {
    restoreCharacter(id: $id) {
      __typename
      ... on Character {
        id
        purgeAt
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** Takes the mark away while the grace period lasts. */
export function RestoreButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation()
  const [{ fetching }, restore] = useMutation(RESTORE)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async () => {
    const { data } = await restore({ id })
    if (!data) return setProblem(t('unreachable'))
    if (data.restoreCharacter.__typename !== 'Character') return setProblem(refusalText(data.restoreCharacter))
    showToast(t('characters.restored', { name }))
  }
  return (
    <>
      <Button busy={fetching} onClick={() => void run()} aria-label={t('characters.restoreNamed', { name })}>
        {t('characters.restore')}
      </Button>
      {problem && (
        <p role="alert" className={parts.problem}>
          {problem}
        </p>
      )}
    </>
  )
}
