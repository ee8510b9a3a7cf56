import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../generated/gql.js'
import { CountrySelect } from '../../jurisdiction/country-select.js'
import { useOutcome } from '../../refusals/use-outcome.js'
import { ACCOUNT_FIELDS, AccountFields, NO_ACCOUNT, type AccountValues } from '../../session/account-fields.js'
import { deviceTimeZone } from '../../session/time-zone.js'
import { useBeginSession } from '../../session/use-begin-session.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import styles from '../../ui/ui.module.css'

const SIGN_UP = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      __typename
      ...SignedIn
      ...Refused
    }
  }
`)

export function SignUpForm() {
  const { t } = useTranslation()
  const form = useForm<AccountValues>({ defaultValues: NO_ACCOUNT })
  const { isSubmitting } = form.formState
  const [, signUp] = useMutation(SIGN_UP)
  const outcome = useOutcome<AccountValues>({ fields: ACCOUNT_FIELDS, setError: form.setError })
  const begin = useBeginSession()
  const [country, setCountry] = useState('')

  const submit = form.handleSubmit(async values => {
    const { data, error } = await signUp({
      input: { ...values, timeZone: deviceTimeZone(), country: country === '' ? null : country },
    })
    const session = outcome.check(data?.signUp, error)
    if (session !== null) await begin(session)
  })
  const problem = outcome.problem ?? begin.problem
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <AccountFields form={form} required />
      <CountrySelect value={country} hint={t('jurisdiction.signUpHint')} onChange={setCountry} />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" tone="primary" busy={isSubmitting}>
        {t('session.signUp')}
      </Button>
    </form>
  )
}
