import { diffLines } from 'diff'
import { useTranslation } from 'react-i18next'
import styles from './definition-diff.module.css'

/** The differences between a published definition and the one in the editor, line by line. */
export function DefinitionDiff({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation()
  const changes = diffLines(before, after)
  if (changes.every(({ added, removed }) => !added && !removed)) return <p role="status">{t('consoleContent.same')}</p>
  return (
    <pre className={styles.diff} aria-label={t('consoleContent.diff')} tabIndex={0}>
      {changes.map(({ added, removed, value }, place) => {
        const mark = added ? '+' : removed ? '-' : ' '
        const Mark = added ? 'ins' : removed ? 'del' : 'span'
        return (
          // Parts of a text have no other name than their place.
          <Mark key={place} className={added ? styles.added : removed ? styles.removed : undefined}>
            {value.replace(/^(?=.)/gm, `${mark} `)}
          </Mark>
        )
      })}
    </pre>
  )
}
