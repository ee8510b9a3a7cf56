import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { BannerOdds } from './banner-odds.js'
import { definitionText } from './definition.js'
import { DefinitionEditor, type Edited } from './definition-editor.js'

const BANNERS = graphql(`
  query ConsoleBanners {
    bannersConnection(first: 100, openOnly: false) {
      edges {
        node {
          id
          name
          version
          open
          opensAt
          closesAt
          definition
        }
      }
    }
  }
`)

const PUBLISH = graphql(`
  mutation ConsolePublishBanner($id: ID, $definition: JSON!, $reason: String!) {
    publishBanner(id: $id, definition: $definition, reason: $reason) {
      __typename
      ... on Banner {
        id
        version
        definition
      }
      ...Refused
    }
  }
`)

/** All banners, and an editor for one of them or a new one. */
export function Banners() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: BANNERS, requestPolicy: 'cache-and-network' })
  const [edited, setEdited] = useState<Edited | null>(null)
  return (
    <Loaded data={data?.bannersConnection} error={error} retry={reload}>
      {({ edges }) => (
        <>
          <ServerTable
            label={t('consoleContent.banners')}
            rows={edges.map(({ node }) => node)}
            columns={[
              { title: t('consolePlayers.name'), cell: banner => banner.name },
              { title: t('consoleContent.version'), numeric: true, cell: banner => banner.version },
              { title: t('consoleContent.open'), cell: banner => t(banner.open ? 'console.yes' : 'console.no') },
              { title: t('consoleContent.opensAt'), cell: banner => <Moment at={banner.opensAt} /> },
              {
                title: t('consoleContent.closesAt'),
                cell: banner => (banner.closesAt ? <Moment at={banner.closesAt} /> : '–'),
              },
              {
                title: t('consolePlayers.actions'),
                cell: ({ id, definition }) => (
                  <Button onClick={() => setEdited({ id, published: definitionText(definition) })}>
                    {t('consoleContent.edit')}
                  </Button>
                ),
              },
            ]}
          />
          {hasRole('admin.content') && (
            <p>
              <Button onClick={() => setEdited({ id: null, published: '{}' })}>{t('consoleContent.newBanner')}</Button>
            </p>
          )}
          {edited && (
            <BannerEditor
              key={edited.id ?? 'new'}
              edited={edited}
              onPublished={next => {
                setEdited(next)
                reload({ requestPolicy: 'network-only' })
              }}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

/** The server is asked for the odds of what is typed. */
const ASKED_AFTER_MS = 400

function BannerEditor({ edited, onPublished }: { edited: Edited; onPublished: (edited: Edited) => void }) {
  const { t } = useTranslation()
  const [, send] = useMutation(PUBLISH)
  return (
    <DefinitionEditor
      kind="banner"
      titleOfNew={t('consoleContent.newBanner')}
      edited={edited}
      settleMs={ASKED_AFTER_MS}
      forecast={definition => <BannerOdds definition={definition} />}
      publish={async (definition, reason) => {
        const { data, error } = await send({ id: edited.id, definition, reason })
        return data?.publishBanner ?? errorText(error)
      }}
      onPublished={onPublished}
    />
  )
}
