import * as z from 'zod'

/** A question to the measured process. */
export const caseSchema = z.discriminatedUnion('kind', [
  /** All odds of the definitions, one after the other, in rounds. */
  z.object({
    kind: z.literal('odds'),
    rounds: z.int(),
    subjects: z.array(z.object({ title: z.string(), definition: z.unknown() })),
  }),
  /** One chain: exploring, shares, passages from all states. */
  z.object({ kind: z.literal('chain'), rounds: z.int(), definition: z.unknown(), event: z.string() }),
  /** The same stationary distribution by cycles and by dense elimination. */
  z.object({ kind: z.literal('dense'), rounds: z.int(), definition: z.unknown(), event: z.string() }),
])
export type Case = z.output<typeof caseSchema>

const milliseconds = z.array(z.number())
export const figuresSchema = z.object({
  /** The first time in the process, by subject or step. */
  firstMs: z.record(z.string(), z.number()),
  roundsMs: z.record(z.string(), milliseconds),
  states: z.int(),
  edges: z.int(),
  /** The largest size of the process above its size before the computation. */
  memoryMb: z.number(),
  /** A kept definition found by its hash, and a position looked up. */
  lookUpUs: z.record(z.string(), z.number()),
})
export type Figures = z.output<typeof figuresSchema>
