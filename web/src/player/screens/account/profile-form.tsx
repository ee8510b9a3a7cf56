import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { timeZones } from '../../../session/time-zone.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'

const UPDATE_PROFILE = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on User {
        id
        displayName
        timeZone
      }
      ...Refused
    }
  }
`)

interface Values {
  displayName: string
  timeZone: string
}
const FIELDS = ['displayName', 'timeZone'] as const

export function ProfileForm({
  user,
}: {
  user: Values & { readonly username: string; readonly email?: string | null }
}) {
  const { t } = useTranslation()
  const { username, email, displayName, timeZone } = user
  const form = useForm<Values>({ defaultValues: { displayName, timeZone } })
  const { errors, isSubmitting } = form.formState
  const [, update] = useMutation(UPDATE_PROFILE)
  const outcome = useOutcome<Values>({ fields: FIELDS, setError: form.setError })
  const submit = form.handleSubmit(async input => {
    const { data, error } = await update({ input })
    if (outcome.check(data?.updateProfile, error) !== null) showToast(t('account.saved'))
  })
  return (
    <Part title={t('account.profile.title')}>
      <p>
        {t('account.profile.username')}: <strong>{username}</strong> · {t('account.profile.email')}:{' '}
        <strong>{email ?? t('account.profile.noEmail')}</strong>
      </p>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={t('account.profile.displayName')}
          hint={t('account.profile.displayNameHint')}
          autoComplete="nickname"
          problem={errors.displayName?.message}
          {...form.register('displayName')}
        />
        <TextField
          label={t('account.profile.timeZone')}
          hint={t('account.profile.timeZoneHint')}
          list="time-zones"
          autoComplete="off"
          problem={errors.timeZone?.message}
          {...form.register('timeZone')}
        />
        <datalist id="time-zones">
          {timeZones().map(name => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
        <Button type="submit" tone="primary" busy={isSubmitting}>
          {t('account.save')}
        </Button>
      </form>
    </Part>
  )
}
