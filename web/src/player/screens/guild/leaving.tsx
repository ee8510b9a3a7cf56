import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
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
  const outcome = useOutcome()
  const [leaving, leave] = useMutation(LEAVE)
  const [dissolving, dissolve] = useMutation(DISSOLVE)
  const isEnding = isLeader && !isAlone
  const submit = async () => {
    if (!window.confirm(t(isLeader ? 'guild.endSure' : 'guild.leaveSure'))) return
    const { data, error } = isEnding ? await dissolve({ id: guildId }) : await leave({ id: guildId })
    const result = data && ('dissolveGuild' in data ? data.dissolveGuild : data.leaveGuild)
    if (outcome.check(result, error) !== null) onLeft()
  }
  return (
    <section className={ui.stack} aria-labelledby="guild-leaving">
      <h2 id="guild-leaving">{t('guild.leaving')}</h2>
      <p className={ui.muted}>{t(isLeader ? 'guild.endHint' : 'guild.leaveHint')}</p>
      {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
      <div className={ui.row}>
        <Button tone="danger" busy={leaving.fetching || dissolving.fetching} onClick={submit}>
          {t(isLeader ? 'guild.end' : 'guild.leave')}
        </Button>
      </div>
    </section>
  )
}
