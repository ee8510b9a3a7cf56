import { useEffect, useRef, type ReactNode } from 'react'
import styles from '../../../ui/ui.module.css'

/** Opens below a list, which may be long: it takes the focus, and so comes into view. */
export function Editor({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className={styles.stack} aria-label={title}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}
