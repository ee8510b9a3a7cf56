import { useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../generated/gql.js'
import { useOutcome } from '../../refusals/use-outcome.js'
import { useBeginSession } from '../../session/use-begin-session.js'
import { Button } from '../../ui/button.js'
import frame from '../../ui/frame.module.css'
import { Notice } from '../../ui/notice.js'
import { TextField } from '../../ui/text-field.js'
import styles from '../../ui/ui.module.css'
import type { MailLink } from './mail-link.js'

const VERIFY_EMAIL = graphql(`
  mutation VerifyEmail($token: String!) {
    verifyEmail(token: $token) {
      __typename
      ... on User {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const RESET_PASSWORD = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      __typename
      ...SignedIn
      ...Refused
    }
  }
`)

/** Stands before anything else where the page was opened by a link of a mail. */
export function MailLinkPage({ link, onDone }: { link: MailLink; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <main className={frame.centre}>
      <div className={frame.entry}>
        <h1>{t(link.action === 'verify-email' ? 'session.verifyTitle' : 'session.resetTitle')}</h1>
        {link.action === 'verify-email' ? (
          <Verification token={link.token} />
        ) : (
          <NewPassword token={link.token} onDone={onDone} />
        )}
        <Button onClick={onDone}>{t('session.toGame')}</Button>
      </div>
    </main>
  )
}

function Verification({ token }: { token: string }) {
  const { t } = useTranslation()
  const [, verify] = useMutation(VERIFY_EMAIL)
  const outcome = useOutcome()
  const [isVerified, setVerified] = useState(false)
  // The token counts once, and effects run twice in development.
  const isSent = useRef(false)
  useEffect(() => {
    if (isSent.current) return
    isSent.current = true
    void verify({ token }).then(({ data, error }) => {
      setVerified(outcome.check(data?.verifyEmail, error) !== null)
    })
  })
  if (outcome.problem !== null) return <Notice tone="bad">{outcome.problem}</Notice>
  if (!isVerified) return <p role="status">{t('loading')}</p>
  return <Notice tone="good">{t('session.verified')}</Notice>
}

interface Values {
  newPassword: string
}
const FIELDS = ['newPassword'] as const

function NewPassword({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { newPassword: '' } })
  const [, reset] = useMutation(RESET_PASSWORD)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const begin = useBeginSession()
  const submit = form.handleSubmit(async ({ newPassword }) => {
    const { data, error } = await reset({ input: { token, newPassword } })
    const session = outcome.check(data?.resetPassword, error)
    if (session !== null && (await begin(session))) onDone()
  })
  const problem = outcome.problem ?? begin.problem
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <TextField
        label={t('session.newPassword')}
        hint={t('session.passwordHint')}
        type="password"
        autoComplete="new-password"
        required
        problem={form.formState.errors.newPassword?.message}
        {...form.register('newPassword')}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
        {t('session.setPassword')}
      </Button>
    </form>
  )
}
