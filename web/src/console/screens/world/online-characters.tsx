import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const ONLINE = graphql(`
  query ConsoleOnline($mapId: ID!, $first: Int!, $after: String) {
    map(id: $mapId) {
      id
      charactersOnline(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            id
            name
            level
            class
            position {
              x
              y
            }
            owner {
              id
              username
            }
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 50

/** The characters that are on a map now. */
export function OnlineCharacters({ mapId }: { mapId: string }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error, fetching }, reload] = useQuery({
    query: ONLINE,
    variables: { mapId, first: PAGE_SIZE, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Loaded data={data?.map?.charactersOnline} error={error} retry={reload}>
      {({ edges, pageInfo, totalCount }) => (
        <>
          <ServerTable
            label={t('consoleMaps.here')}
            busy={fetching}
            rows={edges.map(({ node }) => node)}
            columns={[
              { title: t('consolePlayers.name'), cell: character => character.name },
              { title: t('consolePlayers.player'), cell: character => <UserLink user={character.owner} /> },
              { title: t('consolePlayers.class'), cell: character => character.class },
              { title: t('consolePlayers.level'), numeric: true, cell: character => formatNumber(character.level) },
              {
                title: t('consolePlayers.place'),
                cell: ({ position }) => `${position.x}, ${position.y}`,
              },
            ]}
          />
          <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consoleMaps.here')} />
        </>
      )}
    </Loaded>
  )
}
