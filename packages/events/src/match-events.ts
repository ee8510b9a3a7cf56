import * as z from 'zod'

const match = { userId: z.uuid(), matchId: z.uuid() }

/** The data of the events of duels, each told for both players. */
export const matchEvents = {
  /** Two players are paired. The match cannot be played any more after `endsAt`. */
  found: z.object({ ...match, opponentId: z.uuid(), startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }),
  /** `rating` is the one that the match left. */
  finished: z.object({ ...match, won: z.boolean(), rating: z.number().int() }),
}
