import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { Select } from '../../parts/select.js'

const ADJUST = graphql(`
  mutation ConsoleAdjust($userId: ID!, $currency: Currency!, $amount: SafeInt!, $reason: String!, $idempotencyKey: ID!) {
    adjustWallet(
      userId: $userId
      currency: $currency
      amount: $amount
      reason: $reason
      idempotencyKey: $idempotencyKey
    ) {
      __typename
      ... on Wallet {
        id
        gold
        diamonds
      }
      ...Refused
    }
  }
`)

interface Values {
  amount: string
  reason: string
}

const CURRENCIES = ['DIAMOND', 'GOLD'] as const

/** Gives a player currency or takes some, with a reason. One intent is booked once, however often it is sent. */
export function AdjustWallet({ userId, onDone }: { userId: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [currency, setCurrency] = useState<(typeof CURRENCIES)[number]>('DIAMOND')
  const form = useForm<Values>({ defaultValues: { amount: '', reason: '' } })
  const outcome = useOutcome<Values>({ fields: ['amount', 'reason'], setError: form.setError })
  const intent = useIntent<{ currency: (typeof CURRENCIES)[number]; amount: number; reason: string }>(
    `adjust:${userId}`,
  )
  const [, adjust] = useMutation(ADJUST)
  const { errors } = form.formState
  const submit = form.handleSubmit(async ({ amount, reason }) => {
    const { key, details, isOther } = intent.begin({ currency, amount: Number(amount), reason })
    const { data, error } = await adjust({ userId, ...details, idempotencyKey: key })
    if (data) intent.settle()
    const wallet = outcome.check(data?.adjustWallet, error)
    if (wallet === null) return undefined
    showToast(
      t('consolePlayers.adjusted'),
      t('consolePlayers.walletIs', {
        diamonds: formatNumber(wallet.diamonds),
        gold: formatNumber(wallet.gold),
      }),
    )
    onDone()
    if (isOther) return form.setError('root', { message: t('intents.ofBefore') })
    setOpen(false)
    return form.reset()
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('consolePlayers.adjust')}</Button>
      <Dialog
        open={isOpen}
        title={t('consolePlayers.adjust')}
        description={t('consolePlayers.adjustText')}
        onClose={() => setOpen(false)}
      >
        <form className={styles.stack} onSubmit={submit} noValidate>
          <Select
            label={t('consolePlayers.currency')}
            value={currency}
            values={CURRENCIES}
            onChange={next => setCurrency(next ?? 'DIAMOND')}
          />
          <TextField
            label={t('consolePlayers.amount')}
            hint={t('consolePlayers.amountHint')}
            inputMode="numeric"
            problem={errors.amount?.message}
            {...form.register('amount', {
              validate: value => /^-?[1-9]\d{0,14}$/.test(value.trim()) || t('consolePlayers.amountNeeded'),
            })}
          />
          <TextField
            label={t('console.reason')}
            hint={t('console.reasonHint')}
            problem={errors.reason?.message}
            {...form.register('reason', { validate: value => value.trim() !== '' || t('console.reasonNeeded') })}
          />
          {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
          {errors.root?.message && <Notice tone="warn">{errors.root.message}</Notice>}
          <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
            {t('consolePlayers.adjust')}
          </Button>
        </form>
      </Dialog>
    </>
  )
}
