import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
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

const DELETE = graphql(`
  mutation DeleteMail($id: ID!) {
    deleteMail(id: $id)
  }
`)

const PAGE_SIZE = 20

/** The player's mail: read, claim and delete. */
export default function Mail() {
  const { t } = useTranslation()
  const paging = usePaging()
  const [deleting, setDeleting] = useState<{ id: string; isUnclaimed: boolean } | null>(null)
  const [{ data, error }, reload] = useQuery({
    query: MAIL,
    variables: { first: PAGE_SIZE, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  const [{ fetching }, remove] = useMutation(DELETE)
  const confirm = async (id: string) => {
    await remove({ id })
    setDeleting(null)
  }
  return (
    <Screen title={t('mail.title')}>
      <Loaded data={data?.me?.mail ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <p role="status">{t(totalCount === 0 ? 'mail.empty' : 'mail.total', { count: totalCount })}</p>
            <ul className={list.list}>
              {edges.map(({ node }) => (
                <MailEntry
                  key={node.id}
                  mail={node}
                  onDelete={isUnclaimed => setDeleting({ id: node.id, isUnclaimed })}
                />
              ))}
            </ul>
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('mail.title')} />
          </>
        )}
      </Loaded>
      <Dialog
        open={deleting !== null}
        title={t('mail.delete')}
        description={t(deleting?.isUnclaimed === true ? 'mail.deleteUnclaimed' : 'mail.deleteText')}
        onClose={() => setDeleting(null)}
      >
        <div className={styles.row}>
          <Button onClick={() => setDeleting(null)}>{t('cancel')}</Button>
          <Button tone="danger" busy={fetching} onClick={() => deleting && void confirm(deleting.id)}>
            {t('mail.delete')}
          </Button>
        </div>
      </Dialog>
    </Screen>
  )
}
