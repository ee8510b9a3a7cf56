import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { Payload } from '../../parts/payload.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const EVENTS = graphql(`
  query ConsoleEvents($type: String, $userId: ID, $first: Int!, $after: String) {
    events(type: $type, userId: $userId, first: $first, after: $after) {
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
          user {
            id
            username
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 50

/** The recorded events, the newest first; of one player, or of all. */
export function EventList({ userId = null }: { userId?: string | null }) {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<{ type: string | null }>({ type: null })
  const form = useForm<{ type: string }>({ defaultValues: { type: '' } })
  const listed = { ...filters, userId, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: EVENTS,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <>
      <form
        className={styles.row}
        style={{ alignItems: 'end' }}
        onSubmit={form.handleSubmit(({ type }) => filter({ type: type.trim() || null }))}
      >
        <TextField label={t('consoleEvents.type')} placeholder="monster.killed" {...form.register('type')} />
        <Button type="submit">{t('consolePlayers.find')}</Button>
        <ExportButtons document={EVENTS} variables={listed} path="events" />
      </form>
      <Loaded data={data?.events} error={error} retry={reload}>
        {({ edges, pageInfo }) => (
          <>
            <ServerTable
              label={t('console.nav.events')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('console.when'), cell: event => <Moment at={event.occurredAt} /> },
                { title: t('consoleEvents.type'), cell: event => event.type },
                { title: t('consolePlayers.player'), cell: event => <UserLink user={event.user} /> },
                { title: t('consoleEvents.data'), cell: event => <Payload value={event.data} /> },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} label={t('console.nav.events')} />
          </>
        )}
      </Loaded>
    </>
  )
}
