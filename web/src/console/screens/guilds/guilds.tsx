import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import { TextField } from '../../../ui/text-field.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'

const GUILDS = graphql(`
  query ConsoleGuilds($search: String, $first: Int!, $after: String) {
    guilds(search: $search, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          name
          tag
          memberCount
          memberLimit
          createdAt
          treasury {
            gold
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 20

/** All guilds by name, with what their treasuries hold. */
export default function Guilds() {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const paging = usePaging()
  const listed = { search: search.trim() === '' ? null : search.trim(), first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: GUILDS,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Screen
      title={t('console.nav.guilds')}
      actions={<ExportButtons document={GUILDS} variables={listed} path="guilds" />}
    >
      <TextField
        label={t('guild.search')}
        type="search"
        value={search}
        maxLength={64}
        onChange={event => {
          setSearch(event.target.value)
          paging.first()
        }}
      />
      <Loaded data={data?.guilds} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('guild.found')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                {
                  title: t('guild.name'),
                  cell: ({ id, name, tag }) => (
                    <ScreenLink to={`/console/guilds/${id}`}>
                      {name} [{tag}]
                    </ScreenLink>
                  ),
                },
                {
                  title: t('guild.members'),
                  cell: ({ memberCount, memberLimit }) => `${formatNumber(memberCount)} / ${formatNumber(memberLimit)}`,
                  numeric: true,
                },
                {
                  title: t('guild.treasury'),
                  cell: ({ treasury }) => formatNumber(treasury?.gold ?? 0),
                  numeric: true,
                },
                { title: t('consoleGuilds.founded'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('guild.pages')} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}
