import { useId, type ReactNode } from 'react'
import styles from '../../../ui/ui.module.css'

/** One part of the account. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint && <p className={styles.muted}>{hint}</p>}
      {children}
    </section>
  )
}
