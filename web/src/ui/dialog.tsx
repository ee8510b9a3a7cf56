import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import styles from './ui.module.css'

/** A modal dialog that takes the focus and gives it back. */
export function Dialog(props: {
  readonly open: boolean
  readonly title: string
  readonly description?: ReactNode
  /** Left out: the dialog can be left only by what it asks for. */
  readonly onClose?: (() => void) | undefined
  readonly children: ReactNode
}) {
  const { open, title, description, onClose, children } = props
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={onClose === undefined}
      onOpenChange={isOpen => !isOpen && onClose?.()}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.dialog}>
          <Base.Title render={<h2 />}>{title}</Base.Title>
          {description && <Base.Description className={styles.muted}>{description}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
