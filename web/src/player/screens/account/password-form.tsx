import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'

const CHANGE_PASSWORD = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on User {
        id
      }
      ...Refused
    }
  }
`)

interface Values {
  currentPassword: string
  newPassword: string
}
const FIELDS = ['currentPassword', 'newPassword'] as const

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { currentPassword: '', newPassword: '' } })
  const { errors, isSubmitting } = form.formState
  const [, change] = useMutation(CHANGE_PASSWORD)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const submit = form.handleSubmit(async input => {
    const { data, error } = await change({ input })
    if (outcome.check(data?.changePassword, error) === null) return
    form.reset()
    showToast(t('account.password.changed'))
    onDone()
  })
  return (
    <Part title={t('account.password.title')} hint={t('account.password.hint')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={t('account.password.current')}
          type="password"
          autoComplete="current-password"
          problem={errors.currentPassword?.message}
          {...form.register('currentPassword')}
        />
        <TextField
          label={t('account.password.new')}
          hint={t('session.passwordHint')}
          type="password"
          autoComplete="new-password"
          problem={errors.newPassword?.message}
          {...form.register('newPassword')}
        />
        {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
        <Button type="submit" busy={isSubmitting}>
          {t('account.password.change')}
        </Button>
      </form>
    </Part>
  )
}
