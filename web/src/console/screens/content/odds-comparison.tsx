import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ConsoleComparedOddsQuery } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Notice } from '../../../ui/notice.js'
import { ServerTable } from '../../parts/server-table.js'
import { percent } from './percent.js'

const COMPARED = graphql(`
  query ConsoleComparedOdds($before: JSON!, $after: JSON!) {
    before: bannerOdds(definition: $before) {
      __typename
      ...ComparedOdds
    }
    after: bannerOdds(definition: $after) {
      __typename
      ...ComparedOdds
    }
  }

  fragment ComparedOdds on BannerOdds {
    rarities {
      rarity
      basePercent
      consolidatedPercent
      expectedPulls
      featuredExpectedPulls
    }
  }
`)

type Rarity = Extract<ConsoleComparedOddsQuery['before'], { __typename: 'BannerOdds' }>['rarities'][number]

/** The exact odds of a published version beside those of what is in the editor, where they differ and where not. */
export function OddsComparison({ before, after }: { before: unknown; after: object }) {
  const { t } = useTranslation()
  const [{ data, error }] = useQuery({ query: COMPARED, variables: { before, after }, requestPolicy: 'network-only' })
  if (error) return <Notice tone="bad">{errorText(error)}</Notice>
  if (!data) return <p role="status">{t('loading')}</p>
  // Problems of what is in the editor stand beside it.
  if (data.before?.__typename !== 'BannerOdds' || data.after?.__typename !== 'BannerOdds') return null
  const { rarities } = data.after
  const rows = data.before.rarities.flatMap(old => {
    const now = rarities.find(({ rarity }) => rarity === old.rarity)
    return now === undefined ? [] : [{ id: old.rarity, old, now }]
  })
  const column = (title: string, of: (row: Rarity) => string) => ({
    title,
    numeric: true,
    cell: ({ old, now }: (typeof rows)[number]) => (of(old) === of(now) ? of(now) : `${of(old)} → ${of(now)}`),
  })
  return (
    <>
      <h3>{t('consoleContent.comparedOdds')}</h3>
      <ServerTable
        label={t('consoleContent.comparedOdds')}
        rows={rows}
        columns={[
          { title: t('consolePlayers.rarity'), cell: ({ id }) => id },
          column(t('consoleContent.base'), row => percent(row.basePercent)),
          column(t('consoleContent.consolidated'), row => percent(row.consolidatedPercent)),
          column(t('consoleContent.expected'), row => row.expectedPulls.toFixed(2)),
          column(t('consoleContent.featuredExpected'), row => row.featuredExpectedPulls?.toFixed(2) ?? '–'),
        ]}
      />
    </>
  )
}
