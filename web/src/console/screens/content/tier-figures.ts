import { graphql } from '../../../generated/gql.js'
import type { TierFiguresFragment } from '../../../generated/graphql.js'

graphql(`
  fragment TierFigures on BannerOdds {
    tiers {
      name
      basePercent
      longRunPercent
      expectedDraws
      p50Draws
      p90Draws
      maxDraws
      pools {
        name
        basePercent
        longRunPercent
        expectedDraws
        p50Draws
        p90Draws
        maxDraws
      }
    }
  }
`)

export type Figures = Omit<TierFiguresFragment['tiers'][number], '__typename' | 'name' | 'pools'>

type Named = Figures & { readonly name: string }
interface Told {
  readonly tiers: readonly (Named & { readonly pools: readonly Named[] })[]
}

/** A tier, or a pool of a tier that has several, with the name that rules use for it. */
export interface FigureRow extends Figures {
  readonly id: string
}

/** One row a tier, and one for each of its pools where it has several. */
export const figureRows = ({ tiers }: Told): readonly FigureRow[] =>
  tiers.flatMap(({ name, pools, ...figures }) => [
    { ...figures, id: name },
    ...(pools.length > 1 ? pools.map(pool => ({ ...pool, id: `${name}.${pool.name}` })) : []),
  ])

/** The rows of two versions side by side; null where a version has no such tier or pool. */
export function comparedRows(
  before: readonly FigureRow[],
  after: readonly FigureRow[],
): readonly { readonly id: string; readonly old: FigureRow | null; readonly now: FigureRow | null }[] {
  const ids = [...new Set([...after, ...before].map(({ id }) => id))]
  const rowOf = (rows: readonly FigureRow[], id: string) => rows.find(row => row.id === id) ?? null
  return ids.map(id => ({ id, old: rowOf(before, id), now: rowOf(after, id) }))
}
