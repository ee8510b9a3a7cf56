import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ConsoleSimulateQuery } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { ServerTable } from '../../parts/server-table.js'
import { SimulatedOrder } from './simulated-order.js'

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
        orders {
          name
          ...SimulatedOrder
        }
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const PULLS = 100_000

/** Draws from a definition that is not published, and shows what came beside the exact odds. */
export function BannerSimulation({ definition }: { definition: object }) {
  const { t } = useTranslation()
  const text = JSON.stringify(definition)
  const [asked, setAsked] = useState({ seed: 0, definition, text })
  const [{ data, error, fetching }] = useQuery({
    query: SIMULATE,
    variables: { definition: asked.definition, pulls: PULLS, seed: asked.seed },
    pause: asked.seed === 0,
    requestPolicy: 'network-only',
  })
  // Figures of another definition would stand beside the odds of this one; each simulation is asked for by a click.
  const isOfThis = asked.seed > 0 && asked.text === text && !fetching
  const simulation = isOfThis ? data?.simulateBanner : undefined
  return (
    <>
      <p>
        <Button busy={fetching} onClick={() => setAsked({ seed: asked.seed + 1, definition, text })}>
          {t('consoleContent.simulate', { pulls: formatNumber(PULLS) })}
        </Button>
      </p>
      <p role="status">{fetching && t('loading')}</p>
      {error && isOfThis && <Notice tone="bad">{errorText(error)}</Notice>}
      {simulation?.__typename === 'InvalidInput' && <Notice tone="bad">{simulation.message}</Notice>}
      {simulation?.__typename === 'BannerSimulation' && (
        <>
          <Notice tone={simulation.agrees ? 'good' : 'bad'}>
            {t(simulation.agrees ? 'consoleContent.agrees' : 'consoleContent.disagrees')}
          </Notice>
          {simulation.figures.length > 0 && <FigureTable figures={simulation.figures} />}
          {simulation.orders.map(order => (
            <SimulatedOrder key={order.name} order={order} />
          ))}
        </>
      )}
    </>
  )
}

type Simulation = Extract<NonNullable<ConsoleSimulateQuery['simulateBanner']>, { __typename: 'BannerSimulation' }>

function FigureTable({ figures }: Pick<Simulation, 'figures'>) {
  const { t } = useTranslation()
  return (
    <ServerTable
      label={t('consoleContent.simulation')}
      rows={figures.map(figure => ({ ...figure, id: `${figure.rarity} ${figure.measure}` }))}
      columns={[
        { title: t('consolePlayers.rarity'), cell: figure => figure.rarity },
        { title: t('consoleContent.measure'), cell: figure => figure.measure },
        { title: t('consoleContent.exact'), numeric: true, cell: figure => figure.exact.toFixed(4) },
        { title: t('consoleContent.observed'), numeric: true, cell: figure => figure.observed?.toFixed(4) ?? '–' },
        {
          title: t('consoleContent.standardError'),
          numeric: true,
          cell: figure => figure.standardError?.toFixed(4) ?? '–',
        },
      ]}
    />
  )
}
