import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'
import { definitionText, parseDefinition } from './definition.js'
import { DefinitionDiff } from './definition-diff.js'
import { OddsComparison } from './odds-comparison.js'
import { RulesComparison } from './rules-comparison.js'

const BANNER_VERSIONS = graphql(`
  query ConsoleBannerVersions($id: ID!) {
    banner(id: $id) {
      id
      versions(first: 20) {
        edges {
          node {
            version
            definition
            publishedAt
            reason
            publishedBy {
              id
              username
            }
          }
        }
      }
    }
  }
`)

const QUEST_VERSIONS = graphql(`
  query ConsoleQuestVersions($id: ID!) {
    quest(id: $id) {
      id
      versions(first: 20) {
        edges {
          node {
            version
            definition
            publishedAt
            reason
            publishedBy {
              id
              username
            }
          }
        }
      }
    }
  }
`)

/** The last versions that were published, each to be compared with what is in the editor. */
export function Versions({ kind, id, current }: { kind: 'banner' | 'quest'; id: string; current: string }) {
  const { t } = useTranslation()
  const [compared, setCompared] = useState<number | null>(null)
  const [banner, reloadBanner] = useQuery({
    query: BANNER_VERSIONS,
    variables: { id },
    pause: kind !== 'banner',
    requestPolicy: 'network-only',
  })
  const [quest, reloadQuest] = useQuery({
    query: QUEST_VERSIONS,
    variables: { id },
    pause: kind !== 'quest',
    requestPolicy: 'network-only',
  })
  const versions = kind === 'banner' ? banner.data?.banner?.versions : quest.data?.quest?.versions
  const { definition } = parseDefinition(current)
  const retry = kind === 'banner' ? reloadBanner : reloadQuest
  return (
    <>
      <h3>{t('consoleContent.versions')}</h3>
      <Loaded data={versions} error={banner.error ?? quest.error} retry={retry}>
        {({ edges }) => {
          const chosen = edges.find(({ node }) => node.version === compared)?.node
          return (
            <>
              <ServerTable
                label={t('consoleContent.versions')}
                rows={edges.map(({ node }) => ({ ...node, id: String(node.version) }))}
                columns={[
                  { title: t('consoleContent.version'), numeric: true, cell: each => each.version },
                  { title: t('console.when'), cell: each => <Moment at={each.publishedAt} /> },
                  { title: t('consoleEvents.admin'), cell: each => <UserLink user={each.publishedBy} /> },
                  { title: t('console.reason'), cell: each => each.reason || '–' },
                  {
                    title: t('consolePlayers.actions'),
                    cell: each => (
                      <Button aria-pressed={compared === each.version} onClick={() => setCompared(each.version)}>
                        {t('consoleContent.compare')}
                      </Button>
                    ),
                  },
                ]}
              />
              {chosen && <DefinitionDiff before={definitionText(chosen.definition)} after={current} />}
              {chosen && kind === 'banner' && definition && (
                <>
                  <RulesComparison before={chosen.definition} after={definition} />
                  <OddsComparison before={chosen.definition} after={definition} />
                </>
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}
