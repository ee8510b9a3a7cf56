import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../generated/gql.js'
import { useOutcome } from '../refusals/use-outcome.js'
import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { TextField } from '../ui/text-field.js'
import styles from '../ui/ui.module.css'
import { useBeginSession } from './use-begin-session.js'

const ANSWER = graphql(`
  mutation AnswerSecondFactor($input: AnswerSecondFactorInput!) {
    answerSecondFactor(input: $input) {
      __typename
      ...SignedIn
      ...Refused
      ... on SecondFactorRefused {
        fault
      }
    }
  }
`)

interface Values {
  code: string
}

/**
 * The second step of a sign-in. `onLeave` goes back to the first one: by wish (null), or with the reason why the
 * challenge counts no more.
 */
export function SecondFactorForm(props: {
  challenge: string
  onDone?: (() => void) | undefined
  onLeave: (reason: string | null) => void
}) {
  const { challenge, onDone, onLeave } = props
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { code: '' } })
  const { errors, isSubmitting } = form.formState
  const [, answer] = useMutation(ANSWER)
  const outcome = useOutcome<Values>({ fields: ['code'], setError: form.setError })
  const begin = useBeginSession()

  const submit = form.handleSubmit(async ({ code }) => {
    const { data, error } = await answer({ input: { challenge, code } })
    const result = data?.answerSecondFactor
    if (result?.__typename === 'SecondFactorRefused') {
      if (result.fault === 'CHALLENGE_EXPIRED') return onLeave(result.message)
      return form.setError('code', { message: result.message }, { shouldFocus: true })
    }
    const session = outcome.check(result, error)
    if (session !== null && (await begin(session))) onDone?.()
  })
  const problem = outcome.problem ?? begin.problem
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <TextField
        label={t('twoFactor.code')}
        hint={t('twoFactor.codeHint')}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        problem={errors.code?.message}
        {...form.register('code')}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" tone="primary" busy={isSubmitting}>
        {t('session.signIn')}
      </Button>
      <Button type="button" onClick={() => onLeave(null)}>
        {t('twoFactor.back')}
      </Button>
    </form>
  )
}
