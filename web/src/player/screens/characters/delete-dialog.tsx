import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { refusalText } from '../../../refusals/refusal.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import parts from '../../../ui/ui.module.css'

const DELETE = graphql(`
  mutation DeleteCharacter($id: ID!) {
    deleteCharacter(id: $id) {
      __typename
      ... on Character {
        id
        online
        purgeAt
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** Asks once more: in seven days what was marked is gone. */
export function DeleteDialog({
  character,
  onClose,
}: {
  character: { id: string; name: string } | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [{ fetching }, markForDeletion] = useMutation(DELETE)
  const [problem, setProblem] = useState<string | null>(null)
  const name = character?.name ?? ''
  const close = () => {
    setProblem(null)
    onClose()
  }
  const confirm = async () => {
    if (character === null) return
    const { data } = await markForDeletion({ id: character.id })
    if (!data) return setProblem(t('unreachable'))
    if (data.deleteCharacter.__typename !== 'Character') return setProblem(refusalText(data.deleteCharacter))
    showToast(t('characters.deleted', { name }))
    close()
  }
  return (
    <Dialog
      open={character !== null}
      title={t('characters.deleteTitle', { name })}
      description={t('characters.deleteText')}
      onClose={close}
    >
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className={parts.row}>
        <Button tone="danger" busy={fetching} onClick={() => void confirm()}>
          {t('characters.deleteConfirm')}
        </Button>
        <Button onClick={close}>{t('cancel')}</Button>
      </div>
    </Dialog>
  )
}
