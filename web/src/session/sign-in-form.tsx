import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../generated/gql.js'
import { refusalText } from '../refusals/refusal.js'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { TextField } from '../ui/text-field.js'
import styles from '../ui/ui.module.css'
import { beginSession, deviceToken } from './session.js'

const SIGN_IN = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on AuthSession {
        accessToken
        refreshToken
        deviceToken
        user {
          id
        }
      }
      ... on Refusal {
        message
      }
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
  const [problem, setProblem] = useState<string | null>(null)

  const submit = form.handleSubmit(async ({ usernameOrEmail, password }) => {
    const { data } = await signIn({ input: { usernameOrEmail, password, deviceToken: deviceToken() } })
    if (data === undefined) setProblem(t('unreachable'))
    else if (data.signIn.__typename === 'AuthSession') {
      await beginSession(data.signIn)
      onDone?.()
    } else setProblem(refusalText(data.signIn))
  })
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <TextField label={t('session.usernameOrEmail')} autoComplete="username" {...form.register('usernameOrEmail')} />
      <TextField
        label={t('session.password')}
        type="password"
        autoComplete="current-password"
        {...form.register('password')}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
        {t('session.signIn')}
      </Button>
    </form>
  )
}
