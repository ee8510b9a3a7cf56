import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { whyNot } from '../../../refusals/use-outcome.js'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import ui from '../../../ui/ui.module.css'

const LEAVE = graphql(`
  mutation LeaveGuild($id: ID!) {
    leaveGuild(id: $id) {
      __typename
      ... on Guild {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const DISSOLVE = graphql(`
  mutation DissolveGuild($id: ID!) {
    dissolveGuild(id: $id) {
      __typename
      ... on Guild {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** The ways out: leaving, and for a leader who is not alone, ending the guild for all. */
export function Leaving(props: { guildId: string; isAlone: boolean; isLeader: boolean; onLeft: () => void }) {
  const { guildId, isAlone, isLeader, onLeft } = props
  const { t } = useTranslation()
  const [, leave] = useMutation(LEAVE)
  const [, dissolve] = useMutation(DISSOLVE)
  const isEnding = isLeader && !isAlone
  const act = async () => {
    const { data, error } = isEnding ? await dissolve({ id: guildId }) : await leave({ id: guildId })
    const result = data && ('dissolveGuild' in data ? data.dissolveGuild : data.leaveGuild)
    const why = whyNot(result, error)
    if (why === null) onLeft()
    return why
  }
  return (
    <section className={ui.card} aria-labelledby="guild-leaving">
      <h2 id="guild-leaving">{t('guild.leaving')}</h2>
      <p className={ui.muted}>{t(isLeader ? 'guild.endHint' : 'guild.leaveHint')}</p>
      <div className={ui.row}>
        <ConfirmButton
          tone="danger"
          label={t(isLeader ? 'guild.end' : 'guild.leave')}
          text={t(isLeader ? 'guild.endSure' : 'guild.leaveSure')}
          act={act}
        />
      </div>
    </section>
  )
}
