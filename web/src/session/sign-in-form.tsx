import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../generated/gql.js'
import { useOutcome } from '../refusals/use-outcome.js'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { TextField } from '../ui/text-field.js'
import styles from '../ui/ui.module.css'
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

  const submit = form.handleSubmit(async ({ usernameOrEmail, password }) => {
    const { data, error } = await signIn({ input: { usernameOrEmail, password, deviceToken: deviceToken() } })
    const session = outcome.check(data?.signIn, error)
    if (session !== null && (await begin(session))) onDone?.()
  })
  const problem = outcome.problem ?? begin.problem
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
