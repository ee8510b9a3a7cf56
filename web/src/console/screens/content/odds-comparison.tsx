import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Notice } from '../../../ui/notice.js'
import { ServerTable } from '../../parts/server-table.js'
import { figureColumns } from './tier-table.js'
import { comparedRows, figureRows } from './tier-figures.js'

const COMPARED = graphql(`
  query ConsoleComparedOdds($before: JSON!, $after: JSON!) {
    before: bannerOdds(definition: $before) {
      __typename
      ...TierFigures
    }
    after: bannerOdds(definition: $after) {
      __typename
      ...TierFigures
    }
  }
`)

/** The exact odds of a published version beside those of what is in the editor, where they differ and where not. */
export function OddsComparison({ before, after }: { before: unknown; after: object }) {
  const { t } = useTranslation()
  const [{ data, error, fetching }] = useQuery({
    query: COMPARED,
    variables: { before, after },
    requestPolicy: 'network-only',
  })
  if (error) return <Notice tone="bad">{errorText(error)}</Notice>
  if (!data) return <p role="status">{t('loading')}</p>
  // Problems of what is in the editor stand beside it.
  if (data.before?.__typename !== 'BannerOdds' || data.after?.__typename !== 'BannerOdds') return null
  return (
    <>
      <h3>{t('consoleContent.comparedOdds')}</h3>
      {/* The figures of the text before stay until the new ones are there. */}
      {fetching && <p role="status">{t('loading')}</p>}
      <ServerTable
        label={t('consoleContent.comparedOdds')}
        busy={fetching}
        rows={comparedRows(figureRows(data.before), figureRows(data.after))}
        columns={[
          { title: t('consoleContent.tier'), cell: ({ id }) => id },
          ...figureColumns(t).map(({ title, text }) => ({
            title,
            numeric: true,
            cell: ({ old, now }: ReturnType<typeof comparedRows>[number]) => {
              const [was, is] = [old === null ? '–' : text(old), now === null ? '–' : text(now)]
              return was === is ? is : `${was} → ${is}`
            },
          })),
        ]}
      />
    </>
  )
}
