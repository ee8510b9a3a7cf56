import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import own from './chat.module.css'

const REPORT = graphql(`
  mutation ChatReport($id: ID!, $reason: String!) {
    reportMessage(id: $id, reason: $reason)
  }
`)

const REASON_LENGTH_MAX = 500

/** Asks what is wrong with a message, and brings it before the moderators. */
export function ReportButton({ messageId, name }: { messageId: string; name: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } })
  const [, report] = useMutation(REPORT)
  const close = () => {
    setOpen(false)
    setProblem(null)
    form.reset()
  }
  const submit = form.handleSubmit(async ({ reason }) => {
    const { data, error } = await report({ id: messageId, reason })
    if (!data) return setProblem(errorText(error))
    if (!data.reportMessage) return setProblem(t('chat.notReportable'))
    close()
    return showToast(t('chat.reported'))
  })
  return (
    <>
      <button
        type="button"
        className={own.small}
        aria-label={t('chat.reportOf', { name })}
        onClick={() => setOpen(true)}
      >
        {t('chat.report')}
      </button>
      <Dialog open={isOpen} title={t('chat.reportOf', { name })} description={t('chat.reportText')} onClose={close}>
        <form className={styles.stack} onSubmit={submit} noValidate>
          <TextField
            label={t('chat.reason')}
            maxLength={REASON_LENGTH_MAX}
            problem={form.formState.errors.reason?.message}
            {...form.register('reason', { validate: value => value.trim() !== '' || t('chat.reasonNeeded') })}
          />
          {problem && <Notice tone="bad">{problem}</Notice>}
          <div className={styles.row}>
            <Button type="submit" tone="danger" busy={form.formState.isSubmitting}>
              {t('chat.report')}
            </Button>
            <Button onClick={close}>{t('cancel')}</Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
