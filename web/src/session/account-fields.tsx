import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { TextField } from '../ui/text-field.js'
import { emailRule } from './email-rule.js'

/** A new account's way in, whether it is made or a guest's is made a full one. */
export interface AccountValues {
  username: string
  email: string
  password: string
}
export const ACCOUNT_FIELDS = ['username', 'email', 'password'] as const
export const NO_ACCOUNT: AccountValues = { username: '', email: '', password: '' }

export function AccountFields({ form, required }: { form: UseFormReturn<AccountValues>; required?: boolean }) {
  const { t } = useTranslation()
  const { errors } = form.formState
  return (
    <>
      <TextField
        label={t('session.username')}
        hint={t('session.usernameHint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required={required}
        problem={errors.username?.message}
        {...form.register('username')}
      />
      <TextField
        label={t('session.email')}
        type="email"
        autoComplete="email"
        required={required}
        problem={errors.email?.message}
        {...form.register('email', emailRule())}
      />
      <TextField
        label={t('session.password')}
        hint={t('session.passwordHint')}
        type="password"
        autoComplete="new-password"
        required={required}
        problem={errors.password?.message}
        {...form.register('password')}
      />
    </>
  )
}
