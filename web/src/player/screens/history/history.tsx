import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { EventFields } from './event-fields.js'
import table from './event-fields.module.css'
import { EVENT_TYPES } from './event-types.js'

const HISTORY = graphql(`
  query History($first: Int!, $after: String, $type: String) {
    me {
      id
      events(first: $first, after: $after, type: $type) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            id
            type
            occurredAt
            data
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 25

/** The recorded events of the player: one page of the server's list at a time. */
export default function History() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<{ type: string | null }>({ type: null })
  const [{ data, error, fetching }, reload] = useQuery({
    query: HISTORY,
    variables: { first: PAGE_SIZE, after: paging.after ?? null, ...filters },
  })
  return (
    <Screen title={t('nav.history')}>
      <p className={styles.muted}>{t('history.intro')}</p>
      <label className={`${styles.field} ${styles.form}`}>
        <span className={styles.label}>{t('history.type')}</span>
        <select
          className={styles.input}
          value={filters.type ?? ''}
          onChange={({ target }) => filter({ type: target.value === '' ? null : target.value })}
        >
          <option value="">{t('history.all')}</option>
          {EVENT_TYPES.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Loaded data={data?.me?.events ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <p role="status">{t(totalCount === 0 ? 'history.empty' : 'history.total', { count: totalCount })}</p>
            {edges.length > 0 && (
              <div
                className={styles.tableFrame}
                aria-busy={fetching}
                tabIndex={0}
                role="region"
                aria-label={t('nav.history')}
              >
                <table className={styles.table}>
                  <thead>
                    <tr>
                      <th scope="col">{t('history.type')}</th>
                      <th scope="col">{t('history.time')}</th>
                      <th scope="col">{t('history.data')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {edges.map(({ node }) => (
                      <tr key={node.id}>
                        <td>
                          <code>{node.type}</code>
                        </td>
                        <td className={table.time}>
                          <time dateTime={node.occurredAt}>{formatMoment(node.occurredAt)}</time>
                        </td>
                        <td>
                          <EventFields data={node.data} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            <nav className={styles.row} aria-label={t('history.pages')}>
              {paging.number > 1 && (
                <Button busy={fetching} onClick={paging.previous}>
                  {t('history.newer')}
                </Button>
              )}
              {pageInfo.hasNextPage && pageInfo.endCursor && (
                <Button busy={fetching} onClick={() => paging.next(pageInfo.endCursor ?? '')}>
                  {t('history.older')}
                </Button>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </Screen>
  )
}
