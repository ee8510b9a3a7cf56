import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { emailRule } from '../../../session/email-rule.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'
import { ResendVerification } from './resend-verification.js'

const CHANGE_EMAIL = graphql(`
  mutation ChangeEmail($input: ChangeEmailInput!) {
    changeEmail(input: $input) {
      __typename
      ... on MailQueued {
        tokenLifetimeSeconds
      }
      ...Refused
    }
  }
`)

interface Values {
  email: string
  currentPassword: string
}
const FIELDS = ['email', 'currentPassword'] as const

interface EmailFormProps {
  readonly email: string | null
  readonly access: { readonly emailVerified: boolean; readonly pendingEmail?: string | null }
  readonly onDone: () => void
}

/** Stands only where mail is sent: the new address counts once it is verified. */
export function EmailForm({ email, access, onDone }: EmailFormProps) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { email: '', currentPassword: '' } })
  const { errors, isSubmitting } = form.formState
  const [, change] = useMutation(CHANGE_EMAIL)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const submit = form.handleSubmit(async input => {
    const { data, error } = await change({ input })
    if (outcome.check(data?.changeEmail, error) === null) return
    form.reset()
    showToast(t('account.email.mailed', { email: input.email }))
    onDone()
  })
  return (
    <Part title={t('account.email.title')} hint={t('account.email.hint')}>
      {email && (
        <p>
          <strong>{email}</strong> ({t(access.emailVerified ? 'account.email.verified' : 'account.email.unverified')})
        </p>
      )}
      {access.pendingEmail && <ResendVerification pendingEmail={access.pendingEmail} />}
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={t('account.email.new')}
          type="email"
          autoComplete="email"
          problem={errors.email?.message}
          {...form.register('email', emailRule())}
        />
        <TextField
          label={t('account.password.current')}
          type="password"
          autoComplete="current-password"
          problem={errors.currentPassword?.message}
          {...form.register('currentPassword')}
        />
        {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
        <Button type="submit" busy={isSubmitting}>
          {t('account.email.change')}
        </Button>
      </form>
    </Part>
  )
}
