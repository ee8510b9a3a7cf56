import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { BannerDisclosureQuery } from '../../../generated/graphql.js'
import { Loaded } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import styles from './banners.module.css'

const DISCLOSURE = graphql(`
  query BannerDisclosure($id: ID!) {
    banner(id: $id) {
      id
      disclosure {
        guarantees
        tables {
          title
          columns
          rows
        }
        rules {
          jurisdiction
          authority
          sourceTitle
          sourceUrl
        }
      }
    }
  }
`)

type Shown = NonNullable<NonNullable<BannerDisclosureQuery['banner']>['disclosure']>

/** All that has to be told before a purchase, as the server writes it from the definition that draws. */
export function Disclosure({ bannerId }: { bannerId: string }) {
  const { t } = useTranslation()
  const [{ data, error }, ask] = useQuery({
    query: DISCLOSURE,
    variables: { id: bannerId },
    requestPolicy: 'cache-and-network',
  })
  return (
    <section className={ui.stack} aria-labelledby="disclosure">
      <h2 id="disclosure">{t('banners.disclosure.title')}</h2>
      <Loaded data={data?.banner?.disclosure} error={error} retry={() => ask({ requestPolicy: 'network-only' })}>
        {({ guarantees, tables, rules }) => (
          <>
            {guarantees.length > 0 && (
              <ul aria-label={t('banners.disclosure.guarantees')}>
                {guarantees.map(sentence => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
            {tables.map(table => (
              <DisclosedTable key={table.title} table={table} />
            ))}
            <Rules rules={rules} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function DisclosedTable({ table: { title, columns, rows } }: { table: Shown['tables'][number] }) {
  return (
    <details className={styles.details}>
      <summary>{title}</summary>
      <div className={ui.tableFrame} tabIndex={0} role="region" aria-label={title}>
        <table className={ui.table}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...cells], row) => (
              // oxlint-disable-next-line react/no-array-index-key -- rows have no other name than their place
              <tr key={row}>
                <th scope="row">{first}</th>
                {cells.map((cell, column) => (
                  // oxlint-disable-next-line react/no-array-index-key -- as above
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function Rules({ rules }: { rules: Shown['rules'] }) {
  const { t } = useTranslation()
  return (
    <details className={styles.details}>
      <summary>{t('banners.disclosure.rules')}</summary>
      <ul>
        {rules.map(({ jurisdiction, authority, sourceTitle, sourceUrl }) => (
          <li key={sourceUrl}>
            {jurisdiction ?? t('banners.disclosure.everywhere')}, {authority}:{' '}
            <a href={sourceUrl} rel="noreferrer">
              {sourceTitle}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
