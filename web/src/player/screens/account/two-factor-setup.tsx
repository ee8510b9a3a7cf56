import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { QrCode } from '../../../ui/qr-code.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'

const CONFIRM = graphql(`
  mutation ConfirmTwoFactor($input: ConfirmTwoFactorInput!) {
    confirmTwoFactor(input: $input) {
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

/** The secret and the codes of a second factor, which the server tells once. */
export interface Setup {
  readonly uri: string
  readonly backupCodes: readonly string[]
}

interface Values {
  code: string
}

export function ConfirmTwoFactor({ setup, onDone }: { setup: Setup; onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { code: '' } })
  const { errors, isSubmitting } = form.formState
  const [, confirm] = useMutation(CONFIRM)
  const outcome = useOutcome<Values>({ fields: ['code'], setError: form.setError })
  const submit = form.handleSubmit(async input => {
    const { data, error } = await confirm({ input })
    if (outcome.check(data?.confirmTwoFactor, error) === null) return
    showToast(t('twoFactor.enabled'))
    onDone()
  })
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t('twoFactor.scan')}</p>
      <QrCode text={setup.uri} label={t('twoFactor.scan')} />
      <p>
        {t('twoFactor.secret')}: <code>{new URL(setup.uri).searchParams.get('secret')}</code>
      </p>
      <p>{t('twoFactor.backupCodes')}</p>
      <ul>
        {setup.backupCodes.map(code => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <TextField
        label={t('twoFactor.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        problem={errors.code?.message}
        {...form.register('code')}
      />
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" tone="primary" busy={isSubmitting}>
        {t('twoFactor.confirm')}
      </Button>
    </form>
  )
}
