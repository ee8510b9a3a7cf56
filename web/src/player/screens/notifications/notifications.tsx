import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useAct } from '../../../refusals/use-act.js'
import { formatRecent } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { NotificationSettingsForm } from './settings.js'
import own from './notifications.module.css'

const NOTIFICATIONS = graphql(`
  query Notifications($first: Int!, $after: String, $unreadOnly: Boolean!) {
    me {
      id
      unreadNotifications
      notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            id
            kind
            title
            body
            createdAt
            readAt
          }
        }
      }
    }
  }
`)

const MARK_READ = graphql(`
  mutation MarkNotificationsRead($ids: [ID!], $all: Boolean!) {
    markNotificationsRead(ids: $ids, all: $all)
  }
`)

const PAGE_SIZE = 25

/** The player's notifications, one page of the server's list at a time, and how to be told. */
export default function Notifications() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<{ unreadOnly: boolean }>({ unreadOnly: false })
  const { attempt: markRead, busy, problem } = useAct(MARK_READ, ({ markNotificationsRead }) => markNotificationsRead)
  const [{ data, error }, reload] = useQuery({
    query: NOTIFICATIONS,
    variables: { first: PAGE_SIZE, after: paging.after ?? null, ...filters },
    requestPolicy: 'cache-and-network',
  })
  const unread = data?.me?.unreadNotifications ?? 0
  return (
    <Screen title={t('notifications.title')}>
      <div className={styles.row}>
        <label>
          <input
            type="checkbox"
            checked={filters.unreadOnly}
            onChange={({ target }) => filter({ unreadOnly: target.checked })}
          />{' '}
          {t('notifications.unreadOnly')}
        </label>
        {unread > 0 && (
          <Button busy={busy} onClick={() => void markRead({ ids: null, all: true })}>
            {t('notifications.readAll')}
          </Button>
        )}
      </div>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <Loaded data={data?.me?.notifications ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <p role="status">
              {t(totalCount === 0 ? 'notifications.empty' : 'notifications.total', { count: totalCount })}
            </p>
            <ul className={own.list}>
              {edges.map(({ node }) => (
                <li key={node.id} className={own.entry} data-unread={node.readAt === null}>
                  <div className={own.facts}>
                    <h2 className={own.title}>
                      {node.title}
                      {node.readAt === null && <span className={own.new}>{t('notifications.new')}</span>}
                    </h2>
                    <p>{node.body}</p>
                    <time className={styles.muted} dateTime={node.createdAt}>
                      {formatRecent(node.createdAt)}
                    </time>
                  </div>
                  <div className={styles.row}>
                    {node.kind === 'MAIL' && <ScreenLink to="/mail">{t('mail.open')}</ScreenLink>}
                    {node.readAt === null && (
                      <Button busy={busy} onClick={() => void markRead({ ids: [node.id], all: false })}>
                        {t('notifications.read')}
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('notifications.title')} />
          </>
        )}
      </Loaded>
      <NotificationSettingsForm />
    </Screen>
  )
}
