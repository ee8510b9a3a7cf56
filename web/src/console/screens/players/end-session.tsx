import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { showToast } from '../../../ui/toasts.js'
import { ActWithReason } from '../../parts/reason-dialog.js'

const END_SESSION = graphql(`
  mutation ConsoleEndSession($id: ID!, $reason: String!) {
    revokeSession(id: $id, reason: $reason)
  }
`)

/** Signs one device of a player out. */
export function EndSession({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [, end] = useMutation(END_SESSION)
  return (
    <ActWithReason
      label={t('consolePlayers.endSession')}
      description={t('consolePlayers.endSessionText')}
      act={async reason => {
        const { error } = await end({ id, reason })
        if (error !== undefined) return errorText(error)
        showToast(t('consolePlayers.sessionEnded'))
        onDone()
        return null
      }}
    />
  )
}
