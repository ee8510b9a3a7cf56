import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Select } from '../../parts/select.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const PLAYERS = graphql(`
  query ConsolePlayers($search: String, $status: UserStatus, $first: Int!, $after: String) {
    users(search: $search, status: $status, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          username
          displayName
          email
          status
          createdAt
        }
      }
    }
  }
`)

const PAGE_SIZE = 50
const STATUSES = ['NEW', 'ACTIVE', 'BANNED', 'DELETED'] as const

interface Filters {
  readonly search: string | null
  readonly status: (typeof STATUSES)[number] | null
}

/** All players, found by a part of the name or address, or by the whole id. */
export default function Players() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<Filters>({ search: null, status: null })
  const form = useForm<{ search: string }>({ defaultValues: { search: '' } })
  const listed = { ...filters, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: PLAYERS,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Screen
      title={t('console.nav.players')}
      actions={<ExportButtons document={PLAYERS} variables={listed} path="users" />}
    >
      <form
        role="search"
        className={styles.row}
        style={{ alignItems: 'end' }}
        onSubmit={form.handleSubmit(({ search }) => filter({ search: search.trim() || null }))}
      >
        <TextField label={t('consolePlayers.search')} type="search" {...form.register('search')} />
        <Select
          label={t('consolePlayers.status')}
          value={filters.status}
          values={STATUSES}
          all={t('console.all')}
          onChange={status => filter({ status })}
        />
        <Button type="submit" tone="primary">
          {t('consolePlayers.find')}
        </Button>
      </form>
      <Loaded data={data?.users} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('console.nav.players')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('consolePlayers.username'), cell: user => <UserLink user={user} /> },
                { title: t('consolePlayers.displayName'), cell: user => user.displayName },
                { title: t('consolePlayers.email'), cell: user => user.email ?? '–' },
                { title: t('consolePlayers.status'), cell: user => user.status },
                { title: t('consolePlayers.since'), cell: user => <Moment at={user.createdAt} /> },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('console.nav.players')} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}
