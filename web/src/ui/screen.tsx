import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { useAskAgain } from '../graph/use-ask-again.js'
import { Button } from './button.js'
import { Notice } from './notice.js'
import styles from './ui.module.css'

/** One screen: its heading, which is the page's title as well, and its content. */
export function Screen({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Waystone`
  }, [title])
  return (
    <div className={styles.stack}>
      <div className={styles.row} style={{ justifyContent: 'space-between' }}>
        <h1>{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  )
}

/** The state of a query: its content, or that it is on its way, or why it did not come, with another attempt. */
export function Loaded<Data>(props: {
  /** urql has null where an error has taken the whole answer. */
  readonly data: Data | null | undefined
  readonly error: CombinedError | undefined
  readonly retry: () => void
  readonly children: (data: Data) => ReactNode
}) {
  const { data, error, retry, children } = props
  const { t } = useTranslation()
  useAskAgain(error?.networkError ? error : undefined, retry)
  if (data !== undefined && data !== null) return children(data)
  if (error === undefined)
    return (
      <p role="status" className={styles.muted}>
        {t('loading')}
      </p>
    )
  return (
    <Notice tone="bad">
      <p>{error.networkError ? t('unreachable') : t('failed', { message: error.graphQLErrors[0]?.message ?? '' })}</p>
      <Button onClick={retry}>{t('tryAgain')}</Button>
    </Notice>
  )
}
