import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.js'
import { Dialog } from './dialog.js'
import { Notice } from './notice.js'
import styles from './ui.module.css'

/**
 * A button that asks before it does what the player cannot take back.
 * `act` answers null when it is done, or the sentence that says why it is not.
 */
export function ConfirmButton(props: {
  readonly label: string
  /** Names the button and its dialog for those who do not see the row that it stands in. */
  readonly name?: string
  /** Of the button in the page: plain where it stands in each row of a list. */
  readonly tone?: 'plain' | 'danger'
  readonly text: ReactNode
  readonly act: () => Promise<string | null>
}) {
  const { label, name = label, tone = 'plain', text, act } = props
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const close = () => {
    setOpen(false)
    setProblem(null)
  }
  const confirm = async () => {
    setBusy(true)
    const refused = await act()
    setBusy(false)
    if (refused === null) close()
    else setProblem(refused)
  }
  return (
    <>
      <Button tone={tone} aria-label={name} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog open={isOpen} title={name} description={text} onClose={close}>
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
        <div className={styles.row}>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button tone="danger" busy={isBusy} onClick={() => void confirm()}>
            {label}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
