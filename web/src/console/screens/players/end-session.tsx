import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { showToast } from '../../../ui/toasts.js'

const END_SESSION = graphql(`
  mutation ConsoleEndSession($id: ID!) {
    revokeSession(id: $id)
  }
`)

/** Signs one device of a player out. */
export function EndSession({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [{ fetching }, end] = useMutation(END_SESSION)
  return (
    <Button
      tone="danger"
      busy={fetching}
      onClick={async () => {
        const { error } = await end({ id })
        showToast(error === undefined ? t('consolePlayers.sessionEnded') : errorText(error))
        if (error === undefined) onDone()
      }}
    >
      {t('consolePlayers.endSession')}
    </Button>
  )
}
