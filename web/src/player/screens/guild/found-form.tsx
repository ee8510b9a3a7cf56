import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import ui from '../../../ui/ui.module.css'
import { GUILD_FIELDS, GuildFields, type GuildValues } from './guild-fields.js'

const FOUND = graphql(`
  mutation FoundGuild($input: GuildInput!, $key: ID!) {
    foundGuild(input: $input, idempotencyKey: $key) {
      __typename
      ... on Guild {
        id
        name
      }
      ... on InsufficientGold {
        required
        available
      }
      ...Refused
    }
  }
`)

const EMPTY: GuildValues = { name: '', tag: '', description: '', open: false }

/** Founds a guild; the key of the intent is kept until the outcome is known, so nothing is paid twice. */
export function FoundForm({ viewerId, onFounded }: { viewerId: string; onFounded: () => void }) {
  const { t } = useTranslation()
  const intent = useIntent<GuildValues>(`found-guild:${viewerId}`)
  const form = useForm<GuildValues>({ defaultValues: intent.held()?.details ?? EMPTY })
  const outcome = useOutcome<GuildValues>({ fields: [...GUILD_FIELDS], setError: form.setError })
  const [, found] = useMutation(FOUND)
  const submit = form.handleSubmit(async values => {
    const { key, details, isOther } = intent.begin(values)
    const { data, error } = await found({ input: details, key })
    if (data) intent.settle()
    const guild = outcome.check(data?.foundGuild, error)
    if (guild === null) return
    showToast(t('guild.wasFounded', { name: guild.name }), isOther ? t('intents.ofBefore') : undefined)
    onFounded()
  })
  return (
    <section className={ui.card} aria-labelledby="found-guild">
      <h2 id="found-guild">{t('guild.foundOne')}</h2>
      <p className={ui.muted}>{t('guild.price')}</p>
      <form className={ui.form} onSubmit={submit} noValidate>
        <GuildFields form={form} />
        {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
        <div className={ui.row}>
          <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
            {t('guild.foundNow')}
          </Button>
        </div>
      </form>
    </section>
  )
}
