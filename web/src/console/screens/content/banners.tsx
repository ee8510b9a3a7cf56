import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { BannerOdds } from './banner-odds.js'
import { definitionText, parseDefinition } from './definition.js'
import { DefinitionDiff } from './definition-diff.js'
import { DefinitionField } from './definition-field.js'
import { Editor } from './editor.js'
import { useDelayed } from './use-delayed.js'
import { Versions } from './versions.js'

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
      ... on InvalidInput {
        problems {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`)

interface Edited {
  /** Null for a new one. */
  readonly id: string | null
  readonly published: string
}

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
              onPublished={(id, published) => {
                setEdited({ id, published })
                reload({ requestPolicy: 'network-only' })
              }}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

const ASKED_AFTER_MS = 400

function BannerEditor({
  edited,
  onPublished,
}: {
  edited: Edited
  onPublished: (id: string, published: string) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(edited.published)
  const [problems, setProblems] = useState<readonly string[]>([])
  const settled = useDelayed(text, ASKED_AFTER_MS)
  const parsed = parseDefinition(settled)
  const [, publish] = useMutation(PUBLISH)
  const published = async (reason: string): Promise<string | null> => {
    const { definition, problem } = parseDefinition(text)
    if (definition === null) return problem
    const { data, error } = await publish({ id: edited.id, definition, reason })
    if (data === undefined) return errorText(error)
    const result = data.publishBanner
    if (result.__typename !== 'Banner') {
      setProblems(result.problems.map(({ field, message }) => `${field}: ${message}`))
      return result.message
    }
    setProblems([])
    showToast(t('consoleContent.published', { version: result.version }))
    onPublished(result.id, text)
    return null
  }
  return (
    <Editor title={edited.id === null ? t('consoleContent.newBanner') : t('consoleContent.editor')}>
      <DefinitionField
        label={t('consoleContent.definition')}
        text={text}
        problems={parsed.problem === null ? problems : [parsed.problem]}
        onChange={setText}
      />
      {parsed.definition && <BannerOdds definition={parsed.definition} />}
      <h3>{t('consoleContent.diff')}</h3>
      <DefinitionDiff before={edited.published} after={settled} />
      {hasRole('admin.content') && (
        <div className={styles.row}>
          <ActWithReason
            label={t('consoleContent.publish')}
            description={t('consoleContent.publishText')}
            tone="primary"
            disabled={parsed.definition === null}
            act={published}
          />
        </div>
      )}
      {edited.id && <Versions key={edited.published} kind="banner" id={edited.id} current={settled} />}
    </Editor>
  )
}
