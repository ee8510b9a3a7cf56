import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { ServerTable } from '../../parts/server-table.js'
import { percent } from './percent.js'

const ODDS = graphql(`
  query ConsoleBannerOdds($definition: JSON!) {
    bannerOdds(definition: $definition) {
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
      }
      ...Refused
    }
  }
`)

const SIMULATE = graphql(`
  query ConsoleSimulate($definition: JSON!, $pulls: Int!, $seed: Int!) {
    simulateBanner(definition: $definition, pulls: $pulls, seed: $seed) {
      __typename
      ... on BannerSimulation {
        pulls
        agrees
        figures {
          measure
          rarity
          exact
          observed
          standardError
          agrees
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const PULLS = 100_000

/** The exact odds of a definition that is not published, as it is typed; and a simulation beside them. */
export function BannerOdds({ definition }: { definition: object }) {
  const { t } = useTranslation()
  const [{ data, error }] = useQuery({ query: ODDS, variables: { definition }, requestPolicy: 'network-only' })
  const odds = data?.bannerOdds
  if (error) return <Notice tone="bad">{errorText(error)}</Notice>
  if (!odds) return <p role="status">{t('loading')}</p>
  if (odds.__typename === 'InvalidInput')
    return (
      <Notice tone="bad">
        <ul>
          {odds.problems.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <code>{field}</code>: {message}
            </li>
          ))}
        </ul>
      </Notice>
    )
  return (
    <>
      <h3>{t('consoleContent.odds')}</h3>
      <ServerTable
        label={t('consoleContent.odds')}
        rows={odds.rarities.map(row => ({ ...row, id: row.rarity }))}
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
      <Simulation definition={definition} />
    </>
  )
}

function Simulation({ definition }: { definition: object }) {
  const { t } = useTranslation()
  const [seed, setSeed] = useState(0)
  const [{ data, error, fetching }] = useQuery({
    query: SIMULATE,
    variables: { definition, pulls: PULLS, seed },
    pause: seed === 0,
    requestPolicy: 'network-only',
  })
  const simulation = seed === 0 ? undefined : data?.simulateBanner
  return (
    <>
      <p>
        <Button busy={fetching} onClick={() => setSeed(seed + 1)}>
          {t('consoleContent.simulate', { pulls: formatNumber(PULLS) })}
        </Button>
      </p>
      {error && seed > 0 && <Notice tone="bad">{errorText(error)}</Notice>}
      {simulation?.__typename === 'InvalidInput' && <Notice tone="bad">{simulation.message}</Notice>}
      {simulation?.__typename === 'BannerSimulation' && (
        <>
          <Notice tone={simulation.agrees ? 'good' : 'bad'}>
            {t(simulation.agrees ? 'consoleContent.agrees' : 'consoleContent.disagrees')}
          </Notice>
          <ServerTable
            label={t('consoleContent.simulation')}
            rows={simulation.figures.map(figure => ({ ...figure, id: `${figure.rarity} ${figure.measure}` }))}
            columns={[
              { title: t('consolePlayers.rarity'), cell: figure => figure.rarity },
              { title: t('consoleContent.measure'), cell: figure => figure.measure },
              { title: t('consoleContent.exact'), numeric: true, cell: figure => figure.exact.toFixed(4) },
              {
                title: t('consoleContent.observed'),
                numeric: true,
                cell: figure => figure.observed?.toFixed(4) ?? '–',
              },
              {
                title: t('consoleContent.standardError'),
                numeric: true,
                cell: figure => figure.standardError?.toFixed(4) ?? '–',
              },
            ]}
          />
        </>
      )}
    </>
  )
}
