import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { GuildRole } from '../../../generated/graphql.js'
import type { ResumeContext } from '../../../graph/live.js'
import { usePaging } from '../../../ui/pager.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { Applications } from './applications.js'
import { GuildLog } from './guild-log.js'
import { Leaving } from './leaving.js'
import { Members } from './members.js'
import { SettingsForm } from './settings-form.js'
import { Treasury } from './treasury.js'
import styles from './guild.module.css'

const GUILD = graphql(`
  query OwnGuild($id: ID!, $membersAfter: String, $logAfter: String) {
    guild(id: $id) {
      id
      name
      tag
      description
      open
      memberCount
      memberLimit
      members(first: 25, after: $membersAfter) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
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
      log(first: 10, after: $logAfter) {
        pageInfo {
          hasNextPage
          endCursor
        }
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

const GUILD_CHANGED = graphql(`
  subscription GuildChanged($id: ID!, $after: ID) {
    guildChanged(id: $id, after: $after) {
      id
      guild {
        id
      }
    }
  }
`)

/** Changes that come while the connection is lost are told after it. */
const RESUME: ResumeContext = {
  resume: { variable: 'after', from: data => (data['guildChanged'] as { id?: string } | undefined)?.id },
}

/**
 * Has the guild read anew when it changes, and one that changed between the query and the subscription.
 * @param onEnd called when the player is no member any more
 */
function useGuildChanges(guildId: string, onEnd: () => void): void {
  const [{ fetching, error }] = useSubscription({
    query: GUILD_CHANGED,
    variables: { id: guildId, after: '0' },
    context: RESUME,
  })
  const isOpen = useRef(false)
  useEffect(() => {
    const hasEnded = isOpen.current && !fetching
    isOpen.current = fetching
    if (hasEnded || error !== undefined) onEnd()
    // `onEnd` is another function with each render.
  }, [fetching, error])
}

/** Everything of the player's guild; what the player may do goes by the role. */
export function OwnGuild(props: {
  readonly guildId: string
  readonly viewer: { readonly id: string; readonly role: GuildRole }
  /** Called when the player may have another role, or no guild any more. */
  readonly onChanged: () => void
}) {
  const { guildId, viewer, onChanged } = props
  const { t } = useTranslation()
  const [memberPages, logPages] = [usePaging(), usePaging()]
  const [{ data, error }, reload] = useQuery({
    query: GUILD,
    variables: { id: guildId, membersAfter: memberPages.after ?? null, logAfter: logPages.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  // Not null, which `Loaded` takes for an answer that did not come.
  const answered = data && { guild: data.guild ?? null }
  const again = () => reload({ requestPolicy: 'network-only' })
  useGuildChanges(guildId, onChanged)
  const changed = () => {
    again()
    onChanged()
  }
  return (
    <Loaded data={answered} error={error} retry={again}>
      {({ guild }) => {
        if (guild === null) return <Notice>{t('guild.gone')}</Notice>
        const members = guild.members.edges.flatMap(({ node: { user, ...node } }) => (user ? [{ ...node, user }] : []))
        const applications = (guild.applications ?? []).flatMap(({ user, ...one }) => (user ? [{ ...one, user }] : []))
        const { memberCount, memberLimit, treasury, log } = guild
        return (
          <>
            <p>
              <span className={ui.badge}>{guild.tag}</span> {guild.description}{' '}
              <span className={ui.muted}>{t('guild.places', { count: memberCount, limit: memberLimit })}</span>
            </p>
            <div className={styles.columns}>
              <div className={styles.side}>
                {applications.length > 0 && <Applications applications={applications} onAnswered={again} />}
                <Members
                  guildId={guildId}
                  members={members}
                  viewer={viewer}
                  paging={memberPages}
                  pageInfo={guild.members.pageInfo}
                  onChanged={changed}
                />
                {log && (
                  <GuildLog entries={log.edges.map(({ node }) => node)} paging={logPages} pageInfo={log.pageInfo} />
                )}
              </div>
              <div className={styles.side}>
                {treasury && <Treasury guildId={guildId} viewerId={viewer.id} treasury={treasury} onMoved={again} />}
                {viewer.role !== 'MEMBER' && <SettingsForm guild={guild} onSaved={changed} />}
                <Leaving
                  guildId={guildId}
                  isAlone={memberCount === 1}
                  isLeader={viewer.role === 'LEADER'}
                  onLeft={onChanged}
                />
              </div>
            </div>
          </>
        )
      }}
    </Loaded>
  )
}
