import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { Applications } from './applications.js'
import { GuildLog } from './guild-log.js'
import { Leaving } from './leaving.js'
import { Members } from './members.js'
import { SettingsForm } from './settings-form.js'
import { Treasury } from './treasury.js'

const GUILD = graphql(`
  query OwnGuild($id: ID!) {
    guild(id: $id) {
      id
      name
      tag
      description
      open
      memberCount
      memberLimit
      members(first: 50) {
        edges {
          cursor
          node {
            role
            joinedAt
            contributed
            user {
              id
              username
            }
          }
        }
      }
      treasury {
        gold
        dailyWithdrawalLimit
        withdrawableToday
      }
      applications {
        id
        message
        sentAt
        user {
          id
          username
        }
      }
      log(first: 20) {
        edges {
          cursor
          node {
            id
            kind
            amount
            role
            at
            actor {
              id
              username
            }
            subject {
              id
              username
            }
          }
        }
      }
    }
  }
`)

/** Everything of the player's guild; what the player may do goes by the role. */
export function OwnGuild(props: { guildId: string; viewerId: string; onLeft: () => void }) {
  const { guildId, viewerId, onLeft } = props
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({
    query: GUILD,
    variables: { id: guildId },
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  return (
    <Loaded data={data?.guild} error={error} retry={again}>
      {guild => {
        const members = guild.members.edges.flatMap(({ node: { user, ...node } }) => (user ? [{ ...node, user }] : []))
        const applications = (guild.applications ?? []).flatMap(({ user, ...one }) => (user ? [{ ...one, user }] : []))
        const role = members.find(({ user }) => user.id === viewerId)?.role ?? 'MEMBER'
        return (
          <>
            <p>
              <span className={ui.badge}>{guild.tag}</span> {guild.description}
            </p>
            {guild.treasury && (
              <Treasury guildId={guildId} viewerId={viewerId} treasury={guild.treasury} onMoved={again} />
            )}
            {applications.length > 0 && <Applications applications={applications} onAnswered={again} />}
            <Members guildId={guildId} members={members} viewer={{ id: viewerId, role }} onChanged={again} />
            <p className={ui.muted}>{t('guild.places', { count: guild.memberCount, limit: guild.memberLimit })}</p>
            <GuildLog entries={guild.log?.edges.map(({ node }) => node) ?? []} />
            {role !== 'MEMBER' && <SettingsForm guild={guild} onSaved={again} />}
            <Leaving guildId={guildId} isAlone={guild.memberCount === 1} isLeader={role === 'LEADER'} onLeft={onLeft} />
          </>
        )
      }}
    </Loaded>
  )
}
