import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { Subgraph } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { refusalText } from '../../../refusals/refusal.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { Select } from '../../parts/select.js'
import { Moment } from '../../parts/moment.js'
import { Payload } from '../../parts/payload.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'

const DEAD_LETTERS = graphql(`
  query ConsoleDeadLetters($subgraph: Subgraph!, $first: Int!, $after: String) {
    deadLetters(subgraph: $subgraph, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          type
          reason
          attempts
          lastFailedAt
          payload
        }
      }
    }
  }
`)

const REPLAY = graphql(`
  mutation ConsoleReplay($ids: [ID!]!, $reason: String!) {
    replayDeadLetters(ids: $ids, reason: $reason) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`)

const PAGE_SIZE = 50
const SUBGRAPHS = ['USERS', 'CHARACTERS', 'QUESTS', 'GACHA', 'SOCIAL', 'NOTIFICATIONS'] as const

/** Events that a subgraph could not take in, with the reason; each may be tried again. */
export function DeadLetters() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<{ subgraph: Subgraph }>({ subgraph: 'USERS' })
  const [{ data, error, fetching }, reload] = useQuery({
    query: DEAD_LETTERS,
    variables: { ...filters, first: PAGE_SIZE, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  const [, replay] = useMutation(REPLAY)
  const replayed = async (ids: readonly string[], reason: string): Promise<string | null> => {
    const answer = await replay({ ids: [...ids], reason })
    if (!answer.data) return errorText(answer.error)
    const result = answer.data.replayDeadLetters
    if ('message' in result && typeof result.message === 'string') return refusalText(result)
    reload({ requestPolicy: 'network-only' })
    return null
  }
  return (
    <>
      <div className={styles.row}>
        <Select
          label={t('consoleEvents.subgraph')}
          value={filters.subgraph}
          values={SUBGRAPHS}
          onChange={next => filter({ subgraph: next ?? 'USERS' })}
        />
      </div>
      <Loaded data={data?.deadLetters} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            {hasRole('admin.support') && edges.length > 0 && (
              <ActWithReason
                label={t('consoleEvents.replayAll', { count: edges.length })}
                description={t('consoleEvents.replayText')}
                tone="primary"
                act={reason =>
                  replayed(
                    edges.map(({ node }) => node.id),
                    reason,
                  )
                }
              />
            )}
            <ServerTable
              label={t('consoleEvents.deadLetters')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('console.when'), cell: letter => <Moment at={letter.lastFailedAt} /> },
                { title: t('consoleEvents.type'), cell: letter => letter.type },
                { title: t('consoleEvents.why'), cell: letter => letter.reason },
                { title: t('consoleEvents.attempts'), numeric: true, cell: letter => formatNumber(letter.attempts) },
                { title: t('consoleEvents.data'), cell: letter => <Payload value={letter.payload} /> },
                {
                  title: t('consolePlayers.actions'),
                  cell: letter =>
                    hasRole('admin.support') && (
                      <ActWithReason
                        label={t('consoleEvents.replay')}
                        description={t('consoleEvents.replayText')}
                        tone="plain"
                        act={reason => replayed([letter.id], reason)}
                      />
                    ),
                },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consoleEvents.deadLetters')} />
          </>
        )}
      </Loaded>
    </>
  )
}
