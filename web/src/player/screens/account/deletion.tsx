import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { endSession, expectEnd } from '../../../session/session.js'
import { formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'

const REQUEST_DELETION = graphql(`
  mutation RequestAccountDeletion($input: RequestAccountDeletionInput!) {
    requestAccountDeletion(input: $input) {
      __typename
      ... on AccountDeletion {
        dueAt
      }
      ...Refused
    }
  }
`)

export function Deletion({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [dueAt, setDueAt] = useState<string | null>(null)
  const isDue = dueAt !== null
  return (
    <Part title={t('account.deletion.title')} hint={t('account.deletion.text')}>
      <div>
        <Button tone="danger" onClick={() => setOpen(true)}>
          {t('account.deletion.open')}
        </Button>
      </div>
      <Dialog
        open={isOpen}
        title={t('account.deletion.title')}
        description={isDue ? null : t('account.deletion.sure')}
        onClose={isDue ? undefined : () => setOpen(false)}
      >
        {isDue ? (
          <>
            <Notice tone="warn">{t('account.deletion.due', { when: formatMoment(dueAt) })}</Notice>
            <Button onClick={() => void endSession()}>{t('account.deletion.leave')}</Button>
          </>
        ) : (
          <DeletionForm hasPassword={hasPassword} onDue={setDueAt} onCancel={() => setOpen(false)} />
        )}
      </Dialog>
    </Part>
  )
}

interface Values {
  password: string
}
const FIELDS = ['password'] as const

function DeletionForm(props: { hasPassword: boolean; onDue: (dueAt: string) => void; onCancel: () => void }) {
  const { hasPassword, onDue, onCancel } = props
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { password: '' } })
  const [, request] = useMutation(REQUEST_DELETION)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const submit = form.handleSubmit(async ({ password }) => {
    const { data, error } = await request({ input: { password: password || null } })
    const deletion = outcome.check(data?.requestAccountDeletion, error)
    if (deletion === null) return
    expectEnd()
    onDue(deletion.dueAt)
  })
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      {hasPassword && (
        <TextField
          label={t('account.deletion.password')}
          hint={t('account.deletion.passwordHint')}
          type="password"
          autoComplete="current-password"
          problem={form.formState.errors.password?.message}
          {...form.register('password')}
        />
      )}
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <div className={styles.row}>
        <Button type="submit" tone="danger" busy={form.formState.isSubmitting}>
          {t('account.deletion.confirm')}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
