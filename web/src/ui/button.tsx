import type { ComponentProps } from 'react'
import styles from './ui.module.css'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: 'plain' | 'primary' | 'danger'
  /** While it is true the button does nothing, but keeps its focus, and screen readers are told. */
  readonly busy?: boolean
}

export function Button({ tone = 'plain', busy = false, className, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={[styles.button, tone !== 'plain' && styles[tone], className].filter(Boolean).join(' ')}
      aria-busy={busy}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={event => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    />
  )
}
