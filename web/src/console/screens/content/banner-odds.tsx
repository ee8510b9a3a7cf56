import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ConsoleBannerOddsQuery } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Notice } from '../../../ui/notice.js'
import { ServerTable } from '../../parts/server-table.js'
import { BannerSimulation } from './banner-simulation.js'
import { percent } from './percent.js'
import { StateDiagrams } from './state-diagrams.js'
import { TierTable } from './tier-table.js'

const ODDS = graphql(`
  query ConsoleBannerOdds($definition: JSON!, $draft: ID!) {
    bannerOdds(definition: $definition, draft: $draft) {
      __typename
      ... on BannerOdds {
        rarities {
          rarity
          basePercent
          consolidatedPercent
          expectedPulls
          softPityFrom
          hardPityAt
          featuredSharePercent
        }
        undeliverable {
          field
          message
        }
      }
      ...TierFigures
      ...StateDiagrams
      ...Refused
    }
  }
`)

/** The exact odds of a definition that is not published, as it is typed; and a simulation beside them. */
export function BannerOdds({ definition }: { definition: object }) {
  const { t } = useTranslation()
  // The server gives up what was asked for the same draft before.
  const [draft] = useState(() => crypto.randomUUID())
  const [{ data, error, fetching }] = useQuery({
    query: ODDS,
    variables: { definition, draft },
    requestPolicy: 'network-only',
  })
  const odds = data?.bannerOdds
  if (error) return <Notice tone="bad">{errorText(error)}</Notice>
  if (!odds) return <p role="status">{t('loading')}</p>
  if (odds.__typename === 'InvalidInput') return <Problems problems={odds.problems} />
  return (
    <>
      {/* The figures of the definition before stay until the new ones are there. */}
      {fetching && <p role="status">{t('loading')}</p>}
      {odds.undeliverable.length > 0 && <Problems problems={odds.undeliverable} />}
      <h3>{t('consoleContent.odds')}</h3>
      {odds.rarities.length > 0 ? <RarityTable rarities={odds.rarities} /> : <TierTable odds={odds} />}
      <StateDiagrams odds={odds} />
      <BannerSimulation definition={definition} />
    </>
  )
}

function Problems({ problems }: { problems: readonly { readonly field: string; readonly message: string }[] }) {
  return (
    <Notice tone="bad">
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            <code>{field}</code>: {message}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

type Odds = Extract<NonNullable<ConsoleBannerOddsQuery['bannerOdds']>, { __typename: 'BannerOdds' }>

function RarityTable({ rarities }: Pick<Odds, 'rarities'>) {
  const { t } = useTranslation()
  return (
    <ServerTable
      label={t('consoleContent.odds')}
      rows={rarities.map(row => ({ ...row, id: row.rarity }))}
      columns={[
        { title: t('consolePlayers.rarity'), cell: row => row.rarity },
        { title: t('consoleContent.base'), numeric: true, cell: row => percent(row.basePercent) },
        { title: t('consoleContent.consolidated'), numeric: true, cell: row => percent(row.consolidatedPercent) },
        { title: t('consoleContent.expected'), numeric: true, cell: row => row.expectedPulls.toFixed(2) },
        { title: t('consoleContent.softPity'), numeric: true, cell: row => row.softPityFrom ?? '–' },
        { title: t('consoleContent.hardPity'), numeric: true, cell: row => row.hardPityAt ?? '–' },
        {
          title: t('consoleContent.featured'),
          numeric: true,
          cell: row => (row.featuredSharePercent == null ? '–' : percent(row.featuredSharePercent)),
        },
      ]}
    />
  )
}
