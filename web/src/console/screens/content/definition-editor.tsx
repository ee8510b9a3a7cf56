import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { hasRole } from '../../roles.js'
import { parseDefinition } from './definition.js'
import { DefinitionDiff } from './definition-diff.js'
import { DefinitionField } from './definition-field.js'
import { Editor } from './editor.js'
import { useDelayed } from './use-delayed.js'
import { useDraft } from './use-draft.js'
import { Versions } from './versions.js'

export interface Edited {
  /** Null for a new one. */
  readonly id: string | null
  readonly published: string
}

/** The answer of a publishing mutation; a sentence where there is none. */
export type Published =
  | { readonly id: string; readonly version: number }
  | { readonly message: string; readonly problems: readonly { readonly field: string; readonly message: string }[] }
  | string

/** The text of a definition: checked while it is typed, compared with what is published, published with a reason. */
export function DefinitionEditor(props: {
  readonly kind: 'banner' | 'quest' | 'leaderboard'
  readonly titleOfNew: string
  readonly edited: Edited
  /** The diff and the forecast follow the text once it has stayed the same for so long. */
  readonly settleMs: number
  readonly publish: (definition: object, reason: string) => Promise<Published>
  readonly onPublished: (edited: Edited) => void
  /** Below the text while it is a definition. */
  readonly forecast?: (definition: object) => ReactNode
}) {
  const { kind, titleOfNew, edited, settleMs, publish, onPublished, forecast } = props
  const { t } = useTranslation()
  const { text, change, settle } = useDraft(`${kind} ${edited.id ?? 'new'}`, edited.published)
  const [problems, setProblems] = useState<readonly string[]>([])
  const settled = useDelayed(text, settleMs)
  const parsed = parseDefinition(settled)
  const act = async (reason: string): Promise<string | null> => {
    const { definition, problem } = parseDefinition(text)
    if (definition === null) return problem
    const result = await publish(definition, reason)
    if (typeof result === 'string') return result
    if ('problems' in result) {
      setProblems(result.problems.map(({ field, message }) => `${field}: ${message}`))
      return result.message
    }
    setProblems([])
    settle()
    showToast(t('consoleContent.published', { version: result.version }))
    onPublished({ id: result.id, published: text })
    return null
  }
  const discard = async (): Promise<null> => {
    change(edited.published)
    setProblems([])
    settle()
    return await Promise.resolve(null)
  }
  return (
    <Editor title={edited.id === null ? titleOfNew : t('consoleContent.editor')}>
      <DefinitionField
        label={t('consoleContent.definition')}
        text={text}
        problems={parsed.problem === null ? problems : [parsed.problem]}
        onChange={change}
      />
      {text !== edited.published && (
        <div className={styles.row}>
          <span>{t('consoleContent.draft')}</span>
          <ConfirmButton label={t('consoleContent.discard')} text={t('consoleContent.discardText')} act={discard} />
        </div>
      )}
      {parsed.definition && forecast?.(parsed.definition)}
      <h3>{t('consoleContent.diff')}</h3>
      <DefinitionDiff before={edited.published} after={settled} />
      {hasRole('admin.content') && (
        <div className={styles.row}>
          <ActWithReason
            label={t('consoleContent.publish')}
            description={t('consoleContent.publishText')}
            tone="primary"
            disabled={parsed.definition === null}
            act={act}
          />
        </div>
      )}
      {edited.id && kind !== 'leaderboard' && (
        <Versions key={edited.published} kind={kind} id={edited.id} current={settled} />
      )}
    </Editor>
  )
}
