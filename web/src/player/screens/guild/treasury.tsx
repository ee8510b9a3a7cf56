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
import ui from '../../../ui/ui.module.css'

const DEPOSIT = graphql(`
  mutation DepositToGuild($input: TreasuryInput!) {
    depositToGuild(input: $input) {
      __typename
      ... on GuildTreasury {
        gold
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
    <section className={ui.stack} aria-labelledby="treasury">
      <h2 id="treasury">{t('guild.treasury')}</h2>
      <p role="status">{t('guild.gold', { gold: formatNumber(treasury.gold) })}</p>
      <MovementForm
        label={t('guild.depositAmount')}
        action={t('guild.deposit')}
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
type Checked = Parameters<ReturnType<typeof useOutcome>['check']>

function MovementForm(props: {
  readonly label: string
  readonly action: string
  readonly intentName: string
  readonly move: (movement: Movement) => Promise<{ result: Checked[0]; error: Checked[1] }>
  readonly onMoved: () => void
}) {
  const { label, action, intentName, move, onMoved } = props
  const form = useForm<{ amount: string }>({ defaultValues: { amount: '' } })
  const outcome = useOutcome<{ amount: string }>({ fields: ['amount'], setError: form.setError })
  const intent = useIntent<number>(intentName)
  const submit = form.handleSubmit(async ({ amount }) => {
    const { key, details } = intent.begin(Math.trunc(Number(amount)))
    const { result, error } = await move({ amount: details, idempotencyKey: key })
    if (result) intent.settle()
    if (outcome.check(result, error) === null) return
    form.reset()
    onMoved()
  })
  return (
    <form className={ui.stack} onSubmit={submit} noValidate>
      <TextField
        label={label}
        type="number"
        min={1}
        step={1}
        inputMode="numeric"
        problem={form.formState.errors.amount?.message}
        {...form.register('amount')}
      />
      {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
      <div className={ui.row}>
        <Button type="submit" busy={form.formState.isSubmitting}>
          {action}
        </Button>
      </div>
    </form>
  )
}
