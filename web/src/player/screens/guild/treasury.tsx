import { Coins } from 'lucide-react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import ui from '../../../ui/ui.module.css'
import styles from './guild.module.css'

const DEPOSIT = graphql(`
  mutation DepositToGuild($input: TreasuryInput!) {
    depositToGuild(input: $input) {
      __typename
      ... on GuildTreasury {
        gold
      }
      ... on InsufficientGold {
        required
        available
      }
      ...Refused
    }
  }
`)

const WITHDRAW = graphql(`
  mutation WithdrawFromGuild($input: TreasuryInput!) {
    withdrawFromGuild(input: $input) {
      __typename
      ... on GuildTreasury {
        gold
      }
      ... on InsufficientGold {
        required
        available
      }
      ...Refused
    }
  }
`)

interface Props {
  readonly guildId: string
  readonly viewerId: string
  readonly treasury: {
    readonly gold: number
    readonly withdrawableToday: number
    readonly dailyWithdrawalLimit: number
  }
  readonly onMoved: () => void
}

/** The gold of the guild, and the forms that move it; the intent is kept until its outcome is known. */
export function Treasury({ guildId, viewerId, treasury, onMoved }: Props) {
  const { t } = useTranslation()
  const [, deposit] = useMutation(DEPOSIT)
  const [, withdraw] = useMutation(WITHDRAW)
  return (
    <section className={ui.card} aria-labelledby="treasury">
      <h2 id="treasury">{t('guild.treasury')}</h2>
      <p role="status" className={styles.gold}>
        <Coins size={22} aria-hidden />
        {t('guild.gold', { gold: formatNumber(treasury.gold) })}
      </p>
      <MovementForm
        label={t('guild.depositAmount')}
        action={t('guild.deposit')}
        done={gold => t('guild.deposited', { gold })}
        intentName={`deposit:${viewerId}:${guildId}`}
        move={async input => {
          const { data, error } = await deposit({ input: { guildId, ...input } })
          return { result: data?.depositToGuild, error }
        }}
        onMoved={onMoved}
      />
      {treasury.dailyWithdrawalLimit > 0 && (
        <>
          <p className={ui.muted}>{t('guild.limit', { left: formatNumber(treasury.withdrawableToday) })}</p>
          <MovementForm
            label={t('guild.withdrawAmount')}
            action={t('guild.withdraw')}
            done={gold => t('guild.withdrawn', { gold })}
            intentName={`withdraw:${viewerId}:${guildId}`}
            move={async input => {
              const { data, error } = await withdraw({ input: { guildId, ...input } })
              return { result: data?.withdrawFromGuild, error }
            }}
            onMoved={onMoved}
          />
        </>
      )}
    </section>
  )
}

interface Movement {
  readonly amount: number
  readonly idempotencyKey: string
}
const WHOLE = /^[1-9]\d{0,14}$/

type Checked = Parameters<ReturnType<typeof useOutcome>['check']>

function MovementForm(props: {
  readonly label: string
  readonly action: string
  /** Says that so much gold was moved. */
  readonly done: (gold: string) => string
  readonly intentName: string
  readonly move: (movement: Movement) => Promise<{ result: Checked[0]; error: Checked[1] }>
  readonly onMoved: () => void
}) {
  const { label, action, done, intentName, move, onMoved } = props
  const { t } = useTranslation()
  const intent = useIntent<number>(intentName)
  // The amount of a request without an answer: sent again under its key, it moves nothing twice.
  const form = useForm<{ amount: string }>({ defaultValues: { amount: String(intent.held()?.details ?? '') } })
  const outcome = useOutcome<{ amount: string }>({ fields: ['amount'], setError: form.setError })
  const submit = form.handleSubmit(async ({ amount }) => {
    const { key, details, isOther } = intent.begin(Number(amount))
    const { result, error } = await move({ amount: details, idempotencyKey: key })
    if (result) intent.settle()
    if (outcome.check(result, error) === null) return
    showToast(done(formatNumber(details)), isOther ? t('intents.ofBefore') : undefined)
    if (!isOther) form.reset({ amount: '' })
    onMoved()
  })
  return (
    <form className={styles.movement} onSubmit={submit} noValidate>
      <TextField
        label={label}
        inputMode="numeric"
        autoComplete="off"
        problem={form.formState.errors.amount?.message}
        {...form.register('amount', { validate: value => WHOLE.test(value.trim()) || t('guild.amountNeeded') })}
      />
      <Button type="submit" busy={form.formState.isSubmitting}>
        {action}
      </Button>
      {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
    </form>
  )
}
