import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { GuildFactsFragment } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, type Paging } from '../../../ui/pager.js'
import { Facts } from '../../parts/facts.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

graphql(`
  fragment GuildFacts on Guild {
    id
    name
    tag
    description
    open
    createdAt
    memberCount
    memberLimit
    treasury {
      gold
    }
    members(first: 50, after: $membersAfter) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
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
    log(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
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
`)

export function GuildFacts(props: {
  readonly guild: GuildFactsFragment
  readonly logPages: Paging
  readonly memberPages: Paging
  readonly busy: boolean
}) {
  const { guild, logPages, memberPages, busy } = props
  const { t } = useTranslation()
  const { members, log } = guild
  return (
    <>
      <Facts
        facts={[
          [t('guild.tag'), guild.tag],
          [t('guild.description'), guild.description === '' ? '–' : guild.description],
          [t('consoleGuilds.founded'), <Moment key="founded" at={guild.createdAt} />],
          [t('consoleGuilds.entry'), t(guild.open ? 'consoleGuilds.open' : 'consoleGuilds.byApplication')],
          [t('guild.treasury'), t('guild.gold', { gold: formatNumber(guild.treasury?.gold ?? 0) })],
          [t('guild.members'), `${formatNumber(guild.memberCount)} / ${formatNumber(guild.memberLimit)}`],
        ]}
      />
      <h2>{t('guild.members')}</h2>
      <ServerTable
        label={t('guild.members')}
        busy={busy}
        rows={members.edges.flatMap(({ node: { user, ...node } }) => (user ? [{ ...node, user, id: user.id }] : []))}
        columns={[
          { title: t('guild.player'), cell: ({ user }) => <UserLink user={user} /> },
          { title: t('guild.role'), cell: ({ role }) => t(`guild.roles.${role}`) },
          { title: t('guild.since'), cell: ({ joinedAt }) => <Moment at={joinedAt} /> },
          { title: t('guild.contributed'), cell: ({ contributed }) => formatNumber(contributed), numeric: true },
        ]}
      />
      <Pager
        paging={memberPages}
        pageInfo={members.pageInfo}
        totalCount={members.totalCount}
        label={t('guild.memberPages')}
      />
      <h2>{t('guild.log')}</h2>
      <ServerTable
        label={t('guild.log')}
        busy={busy}
        rows={log?.edges.map(({ node }) => node) ?? []}
        columns={[
          { title: t('console.when'), cell: ({ at }) => <Moment at={at} /> },
          {
            title: t('guild.log'),
            cell: ({ kind, actor, subject, amount, role }) =>
              t(`guild.happened.${kind}`, {
                actor: actor?.username ?? t('guild.somebody'),
                subject: subject?.username ?? t('guild.somebody'),
                amount: amount ? formatNumber(amount) : '',
                role: role ? t(`guild.roles.${role}`) : '',
              }),
          },
        ]}
      />
      {log && (
        <Pager paging={logPages} pageInfo={log.pageInfo} totalCount={log.totalCount} label={t('guild.logPages')} />
      )}
    </>
  )
}
