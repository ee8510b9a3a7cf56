import * as z from 'zod'
import { hashOf } from './canonical-json.js'
import { checkBanner } from './check-banner.js'
import { drawTableOf, pull, type DrawnItem } from './draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, isClientSeed, SERVER_SEED_BYTES, wordsOf } from './fairness.js'

/** A pull as the API answers it, with its items and its whole proof. */
export const provenPull = z.object({
  items: z
    .array(
      z.object({
        item: z.object({ id: z.uuid() }),
        featured: z.boolean(),
        pullsSinceUltraRare: z.number().int().min(0),
      }),
    )
    .min(1)
    .max(10),
  proof: z.object({
    serverSeedHash: z.string(),
    serverSeed: z
      .string()
      .regex(new RegExp(`^[0-9a-f]{${SERVER_SEED_BYTES * 2}}$`), 'must be 64 hexadecimal digits')
      .nullable(),
    clientSeed: z.string().refine(isClientSeed, 'is not a client seed'),
    nonce: z.number().int().min(0),
    oddsHash: z.string(),
    algorithm: z.string(),
    definition: z.unknown(),
    pityBefore: z.object({
      pullsSinceUltraRare: z.number().int().min(0),
      pullsSinceSuperRare: z.number().int().min(0),
      ultraRareGuaranteed: z.boolean(),
      superRareGuaranteed: z.boolean(),
    }),
  }),
})
export type ProvenPull = z.output<typeof provenPull>

/** One thing that was checked: what the pull says, what comes out. */
export interface Check {
  readonly name: string
  readonly said: string
  readonly computed: string
  readonly matches: boolean
}

/** Whether a pull can be recomputed at all. */
export const isRevealed = (proof: ProvenPull['proof']): proof is ProvenPull['proof'] & { serverSeed: string } =>
  proof.serverSeed !== null

/** Recomputes a revealed pull from nothing but its proof: commitment, definition, then each item. */
export function verifyPull({ items, proof }: ProvenPull, serverSeed: string): readonly Check[] {
  const seed = Buffer.from(serverSeed, 'hex')
  const checks = [
    check('algorithm', proof.algorithm, FAIRNESS_ALGORITHM),
    check('commitment to the server seed', proof.serverSeedHash, commitmentOf(seed)),
    check('hash of the definition', proof.oddsHash, hashOf(proof.definition)),
  ]
  const { definition, problems } = checkBanner(proof.definition)
  if (definition === null) {
    const wrong = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
    return [...checks, { name: 'definition', said: 'a checked definition', computed: wrong, matches: false }]
  }
  const { clientSeed, nonce, pityBefore } = proof
  const drawn = pull(drawTableOf(definition), pityBefore, {
    count: items.length,
    wordsAt: index => wordsOf({ serverSeed: seed, clientSeed, nonce, index }),
  })
  const draws = items.map(({ item, featured, pullsSinceUltraRare }, index) =>
    check(
      `item ${index}`,
      describe({ itemId: item.id, featured, pullsSinceUltraRare }),
      drawn.items[index] === undefined ? 'nothing' : describe(drawn.items[index]),
    ),
  )
  return [...checks, ...draws]
}

const check = (name: string, said: string, computed: string): Check => ({
  name,
  said,
  computed,
  matches: said === computed,
})

const describe = (item: Pick<DrawnItem, 'itemId' | 'featured' | 'pullsSinceUltraRare'>): string =>
  `${item.itemId}${item.featured ? ' (featured)' : ''} after ${item.pullsSinceUltraRare}`
