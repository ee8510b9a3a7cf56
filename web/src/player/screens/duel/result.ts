import type { MatchStatus } from '../../../generated/graphql.js'

interface Match {
  readonly status: MatchStatus
  readonly winner?: { readonly id: string } | null
}

export type Result = 'won' | 'lost' | 'drawn' | 'cancelled' | 'running'

/** How a match ended for the viewer. */
export function resultOf({ status, winner }: Match, viewerId: string): Result {
  if (status === 'CANCELLED') return 'cancelled'
  if (status !== 'FINISHED') return 'running'
  if (!winner) return 'drawn'
  return winner.id === viewerId ? 'won' : 'lost'
}
