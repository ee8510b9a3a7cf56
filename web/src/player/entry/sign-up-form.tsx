import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../generated/gql.js'
import { useOutcome } from '../../refusals/use-outcome.js'
import { emailRule } from '../../session/email-rule.js'
import { deviceTimeZone } from '../../session/time-zone.js'
import { useBeginSession } from '../../session/use-begin-session.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { TextField } from '../../ui/text-field.js'
import styles from '../../ui/ui.module.css'

const SIGN_UP = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      __typename
      ...SignedIn
      ... on Refusal {
        message
      }
      ... on InvalidInput {
        problems {
          field
          message
        }
      }
    }
  }
`)

interface Values {
  username: string
  email: string
  password: string
}
const FIELDS = ['username', 'email', 'password'] as const

export function SignUpForm() {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { username: '', email: '', password: '' } })
  const { errors, isSubmitting } = form.formState
  const [, signUp] = useMutation(SIGN_UP)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const begin = useBeginSession()

  const submit = form.handleSubmit(async values => {
    const { data, error } = await signUp({ input: { ...values, timeZone: deviceTimeZone() } })
    const session = outcome.check(data?.signUp, error)
    if (session !== null) await begin(session)
  })
  const problem = outcome.problem ?? begin.problem
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <TextField
        label={t('session.username')}
        hint={t('session.usernameHint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        problem={errors.username?.message}
        {...form.register('username')}
      />
      <TextField
        label={t('session.email')}
        type="email"
        autoComplete="email"
        required
        problem={errors.email?.message}
        {...form.register('email', emailRule())}
      />
      <TextField
        label={t('session.password')}
        hint={t('session.passwordHint')}
        type="password"
        autoComplete="new-password"
        required
        problem={errors.password?.message}
        {...form.register('password')}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" tone="primary" busy={isSubmitting}>
        {t('session.signUp')}
      </Button>
    </form>
  )
}
