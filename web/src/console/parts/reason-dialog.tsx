import { useState, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Notice } from '../../ui/notice.js'
import { TextField } from '../../ui/text-field.js'
import styles from '../../ui/ui.module.css'

const REASON_MAX = 500

/**
 * A button that asks for a reason before it acts: what administrators do is logged with it.
 * `act` answers null when it is done, or the sentence that says why it is not.
 */
export function ActWithReason(props: {
  readonly label: string
  /** Of the button where a row has little place; part of the label. */
  readonly short?: string
  readonly description: ReactNode
  readonly tone?: 'plain' | 'primary' | 'danger'
  readonly disabled?: boolean
  readonly act: (reason: string) => Promise<string | null>
}) {
  const { label, short, description, tone = 'danger', disabled = false, act } = props
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } })
  const close = () => {
    setOpen(false)
    setProblem(null)
    form.reset()
  }
  const submit = form.handleSubmit(async ({ reason }) => {
    const refused = await act(reason.trim())
    if (refused === null) close()
    else setProblem(refused)
  })
  return (
    <>
      <Button
        tone={tone}
        disabled={disabled}
        aria-label={short === undefined ? undefined : label}
        onClick={() => setOpen(true)}
      >
        {short ?? label}
      </Button>
      <Dialog open={isOpen} title={label} description={description} onClose={close}>
        <form className={styles.stack} onSubmit={submit} noValidate>
          <TextField
            label={t('console.reason')}
            hint={t('console.reasonHint')}
            maxLength={REASON_MAX}
            problem={form.formState.errors.reason?.message}
            {...form.register('reason', { validate: value => value.trim() !== '' || t('console.reasonNeeded') })}
          />
          {problem && <Notice tone="bad">{problem}</Notice>}
          <div className={styles.row}>
            <Button type="submit" tone={tone} busy={form.formState.isSubmitting}>
              {label}
            </Button>
            <Button onClick={close}>{t('cancel')}</Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
