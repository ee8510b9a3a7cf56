import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import ui from '../../../ui/ui.module.css'
import { GUILD_FIELDS, GuildFields, type GuildValues } from './guild-fields.js'

const UPDATE = graphql(`
  mutation UpdateGuild($id: ID!, $input: GuildInput!) {
    updateGuild(id: $id, input: $input) {
      __typename
      ... on Guild {
        id
        name
        tag
        description
        open
      }
      ...Refused
    }
  }
`)

/** Changes what the guild says of itself. */
export function SettingsForm({ guild, onSaved }: { guild: GuildValues & { id: string }; onSaved: () => void }) {
  const { t } = useTranslation()
  const { id, name, tag, description, open } = guild
  const form = useForm<GuildValues>({ defaultValues: { name, tag, description, open } })
  const outcome = useOutcome<GuildValues>({ fields: [...GUILD_FIELDS], setError: form.setError })
  const [, update] = useMutation(UPDATE)
  const submit = form.handleSubmit(async input => {
    const { data, error } = await update({ id, input })
    if (outcome.check(data?.updateGuild, error) === null) return
    showToast(t('guild.saved'))
    onSaved()
  })
  return (
    <section className={ui.card} aria-labelledby="guild-settings">
      <h2 id="guild-settings">{t('guild.settings')}</h2>
      <form className={ui.stack} onSubmit={submit} noValidate>
        <GuildFields form={form} />
        {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
        <div className={ui.row}>
          <Button type="submit" busy={form.formState.isSubmitting}>
            {t('guild.save')}
          </Button>
        </div>
      </form>
    </section>
  )
}
