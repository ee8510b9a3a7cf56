import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../generated/gql.js'
import { useOutcome } from '../refusals/use-outcome.js'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { TextField } from '../ui/text-field.js'
import styles from '../ui/ui.module.css'
import { SecondFactorForm } from './second-factor-form.js'
import { deviceToken } from './session.js'
import { useBeginSession } from './use-begin-session.js'

export const SIGN_IN = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ...SignedIn
      ... on Refusal {
        message
      }
      ... on SecondFactorRequired {
        challenge
      }
    }
  }
  fragment SignedIn on AuthSession {
    accessToken
    refreshToken
    deviceToken
    canceledDeletion {
      requestedAt
    }
  }
`)

interface Values {
  usernameOrEmail: string
  password: string
}

export function SignInForm({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { usernameOrEmail: '', password: '' } })
  const [, signIn] = useMutation(SIGN_IN)
  const outcome = useOutcome()
  const begin = useBeginSession()
  /** Of a sign-in that waits for its code; in memory only. */
  const [challenge, setChallenge] = useState<string | null>(null)
  const [left, setLeft] = useState<string | null>(null)

  const submit = form.handleSubmit(async ({ usernameOrEmail, password }) => {
    const { data, error } = await signIn({ input: { usernameOrEmail, password, deviceToken: deviceToken() } })
    setLeft(null)
    if (data?.signIn.__typename === 'SecondFactorRequired') return setChallenge(data.signIn.challenge)
    const session = outcome.check(data?.signIn, error)
    if (session !== null && (await begin(session))) onDone?.()
  })
  if (challenge !== null) {
    const leave = (reason: string | null) => {
      setChallenge(null)
      setLeft(reason)
    }
    return <SecondFactorForm challenge={challenge} onDone={onDone} onLeave={leave} />
  }
  const problem = outcome.problem ?? begin.problem ?? left
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <TextField
        label={t('session.usernameOrEmail')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        {...form.register('usernameOrEmail')}
      />
      <TextField
        label={t('session.password')}
        type="password"
        autoComplete="current-password"
        required
        {...form.register('password')}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
        {t('session.signIn')}
      </Button>
    </form>
  )
}
