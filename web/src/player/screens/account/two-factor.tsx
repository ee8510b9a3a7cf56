import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { TwoFactorPartFragment } from '../../../generated/graphql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'
import { TurnOffTwoFactor } from './two-factor-off.js'
import { ConfirmTwoFactor, type Setup } from './two-factor-setup.js'

const BEGIN = graphql(`
  mutation BeginTwoFactor($input: BeginTwoFactorInput!) {
    beginTwoFactor(input: $input) {
      __typename
      ... on TwoFactorSetup {
        uri
        backupCodes
      }
      ... on Refusal {
        message
      }
    }
  }
  fragment TwoFactorPart on TwoFactor {
    state
    required
    enabledAt
    backupCodesLeft
  }
`)

/** The second factor of an administrator; players have none. */
export function TwoFactor({ state: shown, onDone }: { state: TwoFactorPartFragment; onDone: () => void }) {
  const { t } = useTranslation()
  /** Told once by the server; it goes with this part of the page. */
  const [setup, setSetup] = useState<Setup | null>(null)
  const done = () => {
    setSetup(null)
    onDone()
  }
  const isEnabled = shown.state === 'ENABLED'
  return (
    <Part title={t('twoFactor.title')} hint={t('twoFactor.hint')}>
      {shown.required && !isEnabled && <Notice>{t('twoFactor.required')}</Notice>}
      {isEnabled && shown.enabledAt && (
        <p>{t('twoFactor.enabledSince', { when: formatMoment(shown.enabledAt), count: shown.backupCodesLeft ?? 0 })}</p>
      )}
      {isEnabled && <TurnOffTwoFactor onDone={done} />}
      {!isEnabled && setup !== null && <ConfirmTwoFactor setup={setup} onDone={done} />}
      {!isEnabled && setup === null && <BeginTwoFactor onBegun={setSetup} />}
    </Part>
  )
}

interface Values {
  currentPassword: string
}

function BeginTwoFactor({ onBegun }: { onBegun: (setup: Setup) => void }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: { currentPassword: '' } })
  const [, begin] = useMutation(BEGIN)
  const outcome = useOutcome()
  const submit = form.handleSubmit(async ({ currentPassword }) => {
    const { data, error } = await begin({ input: { currentPassword: currentPassword || null } })
    const setup = outcome.check(data?.beginTwoFactor, error)
    if (setup !== null) onBegun(setup)
  })
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={t('twoFactor.password')}
        hint={t('twoFactor.passwordHint')}
        type="password"
        autoComplete="current-password"
        {...form.register('currentPassword')}
      />
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" busy={form.formState.isSubmitting}>
        {t('twoFactor.begin')}
      </Button>
    </form>
  )
}
