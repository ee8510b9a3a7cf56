import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { ACCOUNT_FIELDS, AccountFields, NO_ACCOUNT, type AccountValues } from '../../../session/account-fields.js'
import { resumeGuest } from '../../../session/session.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Part } from './part.js'

const UPGRADE = graphql(`
  mutation UpgradeGuest($input: UpgradeGuestInput!) {
    upgradeGuest(input: $input) {
      __typename
      ... on User {
        id
        username
        displayName
        email
      }
      ...Refused
    }
  }
`)

export function GuestUpgrade({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm<AccountValues>({ defaultValues: NO_ACCOUNT })
  const { isSubmitting } = form.formState
  const [, upgrade] = useMutation(UPGRADE)
  const outcome = useOutcome<AccountValues>({ fields: ACCOUNT_FIELDS, setError: form.setError })
  const submit = form.handleSubmit(async input => {
    // A session that has just begun needs no credential, which this page cannot read.
    await resumeGuest().catch(() => undefined)
    const { data, error } = await upgrade({ input })
    const user = outcome.check(data?.upgradeGuest, error)
    if (user === null) return
    showToast(t('account.guest.done', { username: user.username }))
    onDone()
  })
  return (
    <Part title={t('account.guest.title')} hint={t('account.guest.text')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <AccountFields form={form} />
        {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
        <Button type="submit" tone="primary" busy={isSubmitting}>
          {t('account.guest.upgrade')}
        </Button>
      </form>
    </Part>
  )
}
