import * as z from 'zod'

/** One case: who is where, and what of it is told. */
export const caseSchema = z.object({
  players: z.int(),
  maps: z.int(),
  /** Cells of the square that all players stay in; null: the whole of each map. */
  crowdSide: z.int().nullable(),
  /** True: the full selection is written. False: viewers only hear that something has happened. */
  encodes: z.boolean(),
  everyTicks: z.int(),
  ticks: z.int(),
})
export type Case = z.infer<typeof caseSchema>

export const figuresSchema = z.object({
  /** CPU time of each tick: of all of it, of simulation and reports, of interest and encoding. */
  tickMs: z.array(z.number()),
  loopMs: z.array(z.number()),
  viewsMs: z.array(z.number()),
  /** Bodies, and their bytes, of all players together. */
  updates: z.int(),
  bytes: z.int(),
})
export type Figures = z.infer<typeof figuresSchema>
