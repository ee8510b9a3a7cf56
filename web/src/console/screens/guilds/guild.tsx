import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const GUILD = graphql(`
  query ConsoleGuild($id: ID!, $first: Int!, $after: String) {
    guild(id: $id) {
      id
      name
      description
      treasury {
        gold
      }
      members(first: 50) {
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
  }
`)

const LOG_PAGE_SIZE = 20

/** One guild: its members, and every movement of its treasury. */
export default function Guild() {
  const { t } = useTranslation()
  const { guildId = '' }: { guildId?: string } = useParams({ strict: false })
  const paging = usePaging()
  const variables = { id: guildId, first: LOG_PAGE_SIZE, after: paging.after ?? null }
  const [{ data, error, fetching }, reload] = useQuery({ query: GUILD, variables })
  return (
    <Screen
      title={data?.guild?.name ?? t('console.nav.guilds')}
      actions={<ScreenLink to="/console/guilds">{t('console.nav.guilds')}</ScreenLink>}
    >
      <Loaded data={data?.guild} error={error} retry={reload}>
        {({ description, treasury, members, log }) => (
          <>
            <p>{description}</p>
            <p>{t('guild.gold', { gold: formatNumber(treasury?.gold ?? 0) })}</p>
            <h2>{t('guild.members')}</h2>
            <ServerTable
              label={t('guild.members')}
              rows={members.edges.flatMap(({ node: { user, ...node } }) =>
                user ? [{ ...node, user, id: user.id }] : [],
              )}
              columns={[
                {
                  title: t('guild.player'),
                  cell: ({ user }) => <UserLink user={user} />,
                },
                { title: t('guild.role'), cell: ({ role }) => t(`guild.roles.${role}`) },
                { title: t('guild.since'), cell: ({ joinedAt }) => <Moment at={joinedAt} /> },
                { title: t('guild.contributed'), cell: ({ contributed }) => formatNumber(contributed), numeric: true },
              ]}
            />
            <h2>{t('guild.log')}</h2>
            <ServerTable
              label={t('guild.log')}
              busy={fetching}
              rows={log?.edges.map(({ node }) => node) ?? []}
              columns={[
                { title: t('console.when'), cell: ({ at }) => <Moment at={at} /> },
                {
                  title: t('guild.log'),
                  cell: ({ kind, actor, subject, amount, role }) =>
                    t(`guild.happened.${kind}`, {
                      actor: actor?.username ?? '',
                      subject: subject?.username ?? '',
                      amount: amount ? formatNumber(amount) : '',
                      role: role ? t(`guild.roles.${role}`) : '',
                    }),
                },
              ]}
            />
            {log && (
              <Pager paging={paging} pageInfo={log.pageInfo} totalCount={log.totalCount} label={t('guild.log')} />
            )}
          </>
        )}
      </Loaded>
    </Screen>
  )
}
