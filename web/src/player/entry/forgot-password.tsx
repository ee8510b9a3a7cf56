import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../generated/gql.js'
import { useOutcome } from '../../refusals/use-outcome.js'
import { emailRule } from '../../session/email-rule.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { TextField } from '../../ui/text-field.js'
import styles from '../../ui/ui.module.css'

const REQUEST_RESET = graphql(`
  mutation RequestPasswordReset($email: EmailAddress!) {
    requestPasswordReset(email: $email) {
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
}
const FIELDS = ['email'] as const

/** Has a link for a new password mailed. The answer is the same whether or not an account has the address. */
export function ForgotPassword() {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { email: '' } })
  const [, request] = useMutation(REQUEST_RESET)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const [minutes, setMinutes] = useState<number | null>(null)

  const submit = form.handleSubmit(async ({ email }) => {
    const { data, error } = await request({ email })
    const queued = outcome.check(data?.requestPasswordReset, error)
    if (queued !== null) setMinutes(Math.round(queued.tokenLifetimeSeconds / 60))
  })
  if (minutes !== null) return <Notice tone="good">{t('session.resetMailed', { minutes })}</Notice>
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <p className={styles.muted}>{t('session.forgotText')}</p>
      <TextField
        label={t('session.email')}
        type="email"
        autoComplete="email"
        required
        problem={form.formState.errors.email?.message}
        {...form.register('email', emailRule())}
      />
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
        {t('session.sendLink')}
      </Button>
    </form>
  )
}
