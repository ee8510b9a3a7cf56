import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import list from '../notifications/notifications.module.css'
import { MailEntry } from './mail-entry.js'

const MAIL = graphql(`
  query Mail($first: Int!, $after: String) {
    me {
      id
      mail(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            id
            ...MailShown
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 20

/** The player's mail: read, claim and delete. */
export default function Mail() {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error }, reload] = useQuery({
    query: MAIL,
    variables: { first: PAGE_SIZE, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Screen title={t('mail.title')}>
      <Loaded data={data?.me?.mail ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <p role="status">{t(totalCount === 0 ? 'mail.empty' : 'mail.total', { count: totalCount })}</p>
            <ul className={list.list}>
              {edges.map(({ node }) => (
                <MailEntry key={node.id} mail={node} />
              ))}
            </ul>
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('mail.title')} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}
