import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { UserLink } from '../../parts/user-link.js'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import own from './moderation.module.css'

const REPORTS = graphql(`
  query ConsoleReports($first: Int!, $after: String) {
    messageReports(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          original
          reason
          at
          by {
            id
            username
          }
          message {
            id
            from {
              id
              username
            }
          }
        }
      }
    }
  }
`)

const DELETE = graphql(`
  mutation ConsoleDeleteMessage($id: ID!, $reason: String!) {
    deleteMessage(id: $id, reason: $reason) {
      id
      text
      deleted
    }
  }
`)

const DISMISS = graphql(`
  mutation ConsoleDismissReport($id: ID!, $reason: String!) {
    dismissMessageReport(id: $id, reason: $reason)
  }
`)

const MUTE = graphql(`
  mutation ConsoleMuteUser($userId: ID!, $until: DateTime!, $reason: String!) {
    muteUser(userId: $userId, until: $until, reason: $reason)
  }
`)

const LISTED = { first: 20 }
const MUTE_MS = 24 * 60 * 60 * 1000

/** The queue of reported messages, for those who support players. */
export default function Moderation() {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error, fetching }, reload] = useQuery({
    query: REPORTS,
    variables: { ...LISTED, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  const [, deleteMessage] = useMutation(DELETE)
  const [, dismiss] = useMutation(DISMISS)
  const [, mute] = useMutation(MUTE)
  const settle = (isDone: boolean, failed: Parameters<typeof errorText>[0]): string | null => {
    if (failed !== undefined) return errorText(failed)
    reload({ requestPolicy: 'network-only' })
    return isDone ? null : t('consoleModeration.notThere')
  }
  return (
    <Screen
      title={t('console.nav.moderation')}
      actions={<ExportButtons document={REPORTS} variables={LISTED} path="messageReports" />}
    >
      <p className={styles.muted}>{t('consoleModeration.intro')}</p>
      <Loaded data={data?.messageReports} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('consoleModeration.reports')}
              busy={fetching}
              rows={edges.map(({ node }) => ({ ...node, userId: node.message.from?.id }))}
              columns={[
                { title: t('console.when'), cell: report => <Moment at={report.at} /> },
                { title: t('consoleModeration.message'), cell: report => report.original },
                { title: t('consoleModeration.from'), cell: report => <UserLink user={report.message.from} /> },
                { title: t('consoleModeration.by'), cell: report => <ReportedBy report={report} /> },
                {
                  title: t('consolePlayers.actions'),
                  cell: ({ id, message, userId }) =>
                    hasRole('admin.support') && (
                      <div className={own.acts}>
                        <ActWithReason
                          label={t('consoleModeration.delete')}
                          short={t('consoleModeration.deleteShort')}
                          description={t('consoleModeration.deleteText')}
                          act={async reason => {
                            const answer = await deleteMessage({ id: message.id, reason })
                            return settle(Boolean(answer.data?.deleteMessage), answer.error)
                          }}
                        />
                        <ActWithReason
                          label={t('consoleModeration.dismiss')}
                          short={t('consoleModeration.dismissShort')}
                          description={t('consoleModeration.dismissText')}
                          tone="plain"
                          act={async reason => {
                            const answer = await dismiss({ id, reason })
                            return settle(answer.data?.dismissMessageReport === true, answer.error)
                          }}
                        />
                        {userId !== undefined && (
                          <ActWithReason
                            label={t('consoleModeration.mute')}
                            short={t('consoleModeration.muteShort')}
                            description={t('consoleModeration.muteText')}
                            act={async reason => {
                              const until = new Date(Date.now() + MUTE_MS).toISOString()
                              const answer = await mute({ userId, until, reason })
                              return settle(answer.data?.muteUser === true, answer.error)
                            }}
                          />
                        )}
                      </div>
                    ),
                },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consoleModeration.reports')} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

function ReportedBy({ report }: { report: { readonly by?: Parameters<typeof UserLink>[0]['user']; reason: string } }) {
  return (
    <>
      <UserLink user={report.by} />
      <br />
      <span className={styles.muted}>{report.reason}</span>
    </>
  )
}
