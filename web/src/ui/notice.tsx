import type { ReactNode } from 'react'
import styles from './ui.module.css'

/** A sentence that stays: why something did not happen, and the way out. Read out when it appears. */
export function Notice({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'good' | 'warn' | 'bad'
  children: ReactNode
}) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
