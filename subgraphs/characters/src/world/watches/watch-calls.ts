import { defineCall } from '@waystone/kit/service-client'
import * as z from 'zod'
import { among, ours } from '../ownership/calls.js'
import type { ViewBody } from '../notifier/view-bodies.js'
import type { Projection } from '../notifier/projection.js'
import { PROJECTIONS_PER_CALL_MAX, WATCHES_PER_CALL_MAX, type SentRequest } from './sent-watches.js'
import type { Move } from './watch-source.js'

/** A body as JSON has it. */
export interface SentBody extends Omit<ViewBody, 'parts' | 'viewerId'> {
  readonly text: string
}

const watchIds = z.array(z.int()).max(WATCHES_PER_CALL_MAX)

/**
 * Begins and ends watches of a session, which is one process's at another. Their numbers are the asking
 * process's; what is repeated changes nothing.
 */
export const worldWatch = defineCall({
  ...among,
  operation: 'world-watch',
  input: z.object({
    session: z.uuid(),
    projections: z.array(ours<Projection>()).max(PROJECTIONS_PER_CALL_MAX),
    add: z.array(z.object({ watchId: z.int(), request: ours<SentRequest>() })).max(WATCHES_PER_CALL_MAX),
    remove: watchIds,
    resync: watchIds,
  }),
  output: z.object({}),
})
export type WatchOrder = z.infer<typeof worldWatch.input>

/**
 * News since the answer before, for all watches of a session at once: the call is answered when there is
 * something to tell, at most once a tick, or when a second is over. Null: there is no such session.
 */
export const worldNews = defineCall({
  ...among,
  operation: 'world-news',
  /** `turn`: from 1 on; the same again has the same answer. */
  input: z.object({ session: z.uuid(), turn: z.int() }),
  output: z.object({
    news: z.nullable(
      z.object({
        updates: z.array(z.object({ watchId: z.int(), body: ours<SentBody>() })),
        rung: z.array(z.int()),
        lost: z.array(z.object({ watchId: z.int(), move: z.nullable(ours<Move>()) })),
      }),
    ),
  }),
})
export type News = NonNullable<z.infer<typeof worldNews.output>['news']>
