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

const TURN_OFF = graphql(`
  mutation TurnOffTwoFactor($input: TurnOffTwoFactorInput!) {
    turnOffTwoFactor(input: $input) {
      __typename
      ... on User {
        id
        twoFactor {
          ...TwoFactorPart
        }
      }
      ...Refused
    }
  }
`)

interface Values {
  code: string
  currentPassword: string
}

export function TurnOffTwoFactor({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { code: '', currentPassword: '' } })
  const { errors, isSubmitting } = form.formState
  const [, turnOff] = useMutation(TURN_OFF)
  const outcome = useOutcome<Values>({ fields: ['code'], setError: form.setError })
  const submit = form.handleSubmit(async ({ code, currentPassword }) => {
    const { data, error } = await turnOff({ input: { code, currentPassword: currentPassword || null } })
    if (outcome.check(data?.turnOffTwoFactor, error) === null) return
    showToast(t('twoFactor.turnedOff'))
    onDone()
  })
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={t('twoFactor.code')}
        hint={t('twoFactor.codeHint')}
        autoComplete="one-time-code"
        problem={errors.code?.message}
        {...form.register('code')}
      />
      <TextField
        label={t('twoFactor.password')}
        hint={t('twoFactor.passwordHint')}
        type="password"
        autoComplete="current-password"
        {...form.register('currentPassword')}
      />
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" busy={isSubmitting}>
        {t('twoFactor.turnOff')}
      </Button>
    </form>
  )
}
