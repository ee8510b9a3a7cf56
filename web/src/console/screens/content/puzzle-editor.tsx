import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { errorText } from '../../../refusals/error-text.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { parseDefinition } from './definition.js'
import { DefinitionField } from './definition-field.js'
import { Editor } from './editor.js'

const PUBLISH = graphql(`
  mutation ConsolePublishPuzzle($id: ID, $input: JSON!, $reason: String!, $idempotencyKey: ID!) {
    publishPuzzle(id: $id, input: $input, reason: $reason, idempotencyKey: $idempotencyKey) {
      __typename
      ... on Puzzle {
        id
        title
      }
      ...Refused
    }
  }
`)

/** The text of a puzzle: the server solves it, and names every problem. */
export function PuzzleEditor(props: {
  readonly edited: { readonly id: string | null; readonly text: string }
  readonly onPublished: () => void
}) {
  const { edited, onPublished } = props
  const { t } = useTranslation()
  const [text, setText] = useState(edited.text)
  const [problems, setProblems] = useState<readonly string[]>([])
  const intent = useIntent<unknown>(`publish-puzzle:${edited.id ?? 'new'}`)
  const [, send] = useMutation(PUBLISH)
  const parsed = parseDefinition(text)
  const act = async (reason: string): Promise<string | null> => {
    if (parsed.definition === null) return parsed.problem
    const { data, error } = await send({
      id: edited.id,
      input: parsed.definition,
      reason,
      idempotencyKey: intent.keyFor(parsed.definition),
    })
    if (!data) return errorText(error)
    intent.settle()
    const { publishPuzzle: result } = data
    if (result.__typename === 'InvalidInput') {
      setProblems(result.problems.map(({ field, message }) => `${field}: ${message}`))
      return result.message
    }
    showToast(t('consoleContent.publishedPuzzle', { title: result.title }))
    onPublished()
    return null
  }
  return (
    <Editor title={edited.id === null ? t('consoleContent.newPuzzle') : t('consoleContent.editor')}>
      <p className={styles.muted}>{t('consoleContent.puzzleHint')}</p>
      <DefinitionField
        label={t('consoleContent.definition')}
        text={text}
        problems={parsed.problem === null ? problems : [parsed.problem]}
        onChange={setText}
      />
      <div className={styles.row}>
        <ActWithReason
          label={t('consoleContent.publish')}
          description={t('consoleContent.publishPuzzleText')}
          tone="primary"
          disabled={parsed.definition === null}
          act={act}
        />
      </div>
    </Editor>
  )
}
