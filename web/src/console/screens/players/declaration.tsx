import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { barText } from '../../../jurisdiction/jurisdiction-text.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Moment } from '../../parts/moment.js'
import { hasRole } from '../../roles.js'

const DECLARATION = graphql(`
  query ConsoleDeclaration($userId: ID!) {
    user(id: $userId) {
      ...JurisdictionPart
    }
  }
`)

const CORRECT = graphql(`
  mutation ConsoleCorrectDeclaration($userId: ID!, $input: CorrectDeclarationInput!, $reason: String!) {
    correctDeclaration(userId: $userId, input: $input, reason: $reason) {
      __typename
      ...JurisdictionPart
      ...Refused
    }
  }
`)

interface Values {
  country: string
  birthDate: string
  withdrawsConsents: boolean
  reason: string
}
const EMPTY: Values = { country: '', birthDate: '', withdrawsConsents: false, reason: '' }

/** The declarations of a player for the rules of countries, which support can correct. */
export function Declaration({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: DECLARATION, variables: { userId } })
  return (
    <Loaded data={data?.user?.jurisdiction} error={error} retry={reload}>
      {({ country, pendingCountry, birthDate, consents, paidDraws }) => (
        <div className={styles.stack}>
          <p>
            {t('jurisdiction.country')}: <strong>{country ?? t('jurisdiction.noCountry')}</strong>
          </p>
          {pendingCountry && (
            <p>
              {t('consolePlayers.pendingCountry')}: <strong>{pendingCountry.country}</strong>{' '}
              <Moment at={pendingCountry.takesEffectAt} />
            </p>
          )}
          <p>
            {t('jurisdiction.birthDate')}: <strong>{birthDate ?? t('consolePlayers.notDeclared')}</strong>
          </p>
          {consents.map(({ givenBy, wording, givenAt }) => (
            <p key={`${givenBy} ${wording}`}>
              {t(`consolePlayers.consentBy.${givenBy}`)}: {wording} <Moment at={givenAt} />
            </p>
          ))}
          {paidDraws && <Notice tone="warn">{barText({ ...paidDraws, country: country ?? null })}</Notice>}
          {hasRole('admin.support') && <Correction userId={userId} />}
        </div>
      )}
    </Loaded>
  )
}

function Correction({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const form = useForm<Values>({ defaultValues: EMPTY })
  const outcome = useOutcome<Values>({ fields: ['reason'], setError: form.setError })
  const [, correct] = useMutation(CORRECT)
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async ({ country, birthDate, withdrawsConsents, reason }) => {
    const input = { country: given(country.toUpperCase()), birthDate: given(birthDate), withdrawsConsents }
    const { data, error } = await correct({ userId, input, reason })
    if (outcome.check(data?.correctDeclaration, error) === null) return
    form.reset(EMPTY)
    showToast(t('consolePlayers.corrected'))
  })
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={t('jurisdiction.country')}
        hint={t('consolePlayers.countryHint')}
        maxLength={2}
        {...form.register('country')}
      />
      <TextField type="date" label={t('jurisdiction.birthDate')} {...form.register('birthDate')} />
      <label className={styles.row}>
        <input type="checkbox" {...form.register('withdrawsConsents')} />
        {t('consolePlayers.withdrawConsents')}
      </label>
      <TextField
        label={t('console.reason')}
        hint={t('console.reasonHint')}
        problem={errors.reason?.message}
        {...form.register('reason', { validate: value => value.trim() !== '' || t('console.reasonNeeded') })}
      />
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
      <Button type="submit" busy={isSubmitting}>
        {t('consolePlayers.correct')}
      </Button>
    </form>
  )
}

const given = (text: string): string | null => (text.trim() === '' ? null : text.trim())
