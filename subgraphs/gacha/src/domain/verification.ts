import * as z from 'zod'
import { isPullCount, pullCounts, type BannerDefinition } from './banner-definition.js'
import { hashOf } from './canonical-json.js'
import { checkBanner } from './check-banner.js'
import { drawTableOf, pityAfter, pull, type DrawnItem } from './draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, isClientSeed, SERVER_SEED_BYTES, wordsOf } from './fairness.js'
import type { Pity } from './pity.js'
import { rarities } from './rarity.js'

const provenItem = z.object({
  item: z.object({ id: z.uuid() }),
  featured: z.boolean(),
  pullsSinceUltraRare: z.number().int().min(0),
})

/** The seeds of a proof, and the definition that was drawn from. */
export const seedProof = z.object({
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
})

const proofShape = seedProof.extend({
  pityBefore: z.object({
    pullsSinceUltraRare: z.number().int().min(0),
    pullsSinceSuperRare: z.number().int().min(0),
    ultraRareGuaranteed: z.boolean(),
    superRareGuaranteed: z.boolean(),
  }),
})

/** The price that was paid; its fields are left out in answers that were kept before they were asked for. */
export const paid = {
  cost: z.number().int().min(0).optional(),
  currency: z.string().optional(),
  /** Null where a currency was paid. */
  tickets: z
    .object({ item: z.object({ id: z.uuid() }), amount: z.number().int().min(1) })
    .nullable()
    .optional(),
}
export type Paid = z.output<z.ZodObject<typeof paid>>

/** A pull as the API answers it, with its items and its whole proof. */
export const provenPull = z.object({ ...paid, items: z.array(provenItem).min(1).max(10), proof: proofShape })
export type ProvenPull = z.output<typeof provenPull>

/** The place of a pull among those of its user, as its proof has it. */
export const place = { seedNumber: z.number().int().min(1), nextServerSeedHash: z.string().nullable() }

/** One of several, with its place among them. */
export const placedPull = provenPull.extend({
  banner: z.object({ id: z.uuid() }),
  proof: proofShape.extend(place),
})
export type PlacedPull = z.output<typeof placedPull>

/** One check: the value that the pull states, and the computed one. */
export interface Check {
  readonly name: string
  readonly said: string
  readonly computed: string
  readonly matches: boolean
}

/** Returns whether the server seed is revealed, without which a pull cannot be recomputed. */
export const isRevealed = <Proof extends Pick<z.output<typeof seedProof>, 'serverSeed'>>(
  given: Proof,
): given is Proof & { readonly serverSeed: string } => given.serverSeed !== null

/**
 * Checks what needs no seed: the algorithm, that `oddsHash` is the hash of the definition, and the number of
 * items: an impossible number shows that items were withheld, even if each given item is right.
 */
export const verifyDefinition = ({
  items: { length },
  proof: { algorithm, oddsHash, definition },
}: ProvenPull): readonly Check[] => [
  check('number of items', String(length), isPullCount(length) ? String(length) : pullCounts.join(' or ')),
  check('algorithm', algorithm, FAIRNESS_ALGORITHM),
  check('hash of the definition', oddsHash, hashOf(definition)),
]

export interface Redrawn {
  readonly checks: readonly Check[]
  /** The pity that the pull leaves; null when it has no definition to draw from. */
  readonly pity: Pity | null
}

/** Checks that a pull was paid at the price of its definition. */
function verifyPaid(
  { items: { length }, ...given }: ProvenPull,
  { currency: unit, pullCost, tenPullCost }: BannerDefinition,
): readonly Check[] {
  const said = paidText(given)
  return said === null ? [] : [check('price', said, `${length === 1 ? pullCost : tenPullCost} ${unit}`)]
}

/** The text that checks compare; null where the answer does not say the price. */
export function paidText({ cost, currency, tickets }: Paid): string | null {
  if (cost === undefined || currency === undefined) return null
  if (!tickets) return `${cost} ${currency}`
  const inTickets = ticketsText({ itemId: tickets.item.id, amount: tickets.amount })
  return cost === 0 ? inTickets : `${cost} ${currency} and ${inTickets}`
}

export const ticketsText = ({ itemId, amount }: { readonly itemId: string; readonly amount: number }): string =>
  `${amount} of ${itemId}`

/**
 * Draws a revealed pull again: commitment, definition, price, then each item.
 * @param pityBefore what the pulls before have left; a pull by itself has only its own word for it
 */
export function verifyDraw(proven: ProvenPull, pityBefore: Pity): Redrawn {
  const { items, proof } = proven
  const { serverSeedHash, serverSeed, clientSeed, nonce } = proof
  const seed = Buffer.from(serverSeed ?? '', 'hex')
  const commitment = check('commitment to the server seed', serverSeedHash, commitmentOf(seed))
  const { definition, problem } = definitionOf(proof)
  if (definition === null) return { checks: [commitment, problem], pity: null }
  const drawn = pull(drawTableOf(definition), pityBefore, {
    count: items.length,
    wordsAt: index => wordsOf({ serverSeed: seed, clientSeed, nonce, index }),
  })
  const draws = items.map((said, index) =>
    check(
      `item ${index}`,
      describeItem({ ...said, itemId: said.item.id }),
      drawn.items[index] === undefined ? 'nothing' : describeItem(drawn.items[index]),
    ),
  )
  return { checks: [commitment, ...verifyPaid(proven, definition), ...draws], pity: drawn.pity }
}

/**
 * Checks of a pull whose seed is in use still what needs no seed: that its items are of the definition, and
 * count on from its pity.
 */
export function verifySecretDraw(proven: ProvenPull, pityBefore: Pity): Redrawn {
  const { items, proof } = proven
  const { definition, problem } = definitionOf(proof)
  if (definition === null) return { checks: [problem], pity: null }
  const table = drawTableOf(definition)
  let pity = pityBefore
  const checks = items.map(({ item, featured, pullsSinceUltraRare }, index) => {
    const rarity = rarities.find(each => definition.rarities[each].items.some(({ id }) => id === item.id))
    const said = { itemId: item.id, featured, pullsSinceUltraRare }
    const computed = rarity === undefined ? 'not in the definition' : describeItem({ ...said, ...pity })
    pity = pityAfter(table, pity, { rarity: rarity ?? 'RARE', featured })
    return check(`item ${index}`, describeItem(said), computed)
  })
  return { checks: [...verifyPaid(proven, definition), ...checks], pity }
}

function definitionOf({ definition: said }: ProvenPull['proof']) {
  const { definition, problems } = checkBanner(said)
  const wrong = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
  return { definition, problem: check('definition', 'a checked definition', wrong) }
}

/**
 * Recomputes a revealed pull from nothing but its own proof. Its pity is its own word: `verifyHistory`
 * recomputes that, too.
 */
export const verifyPull = (proven: ProvenPull): readonly Check[] => [
  ...verifyDefinition(proven),
  ...verifyDraw(proven, proven.proof.pityBefore).checks,
]

export const check = (name: string, said: string, computed: string): Check => ({
  name,
  said,
  computed,
  matches: said === computed,
})

const describeItem = (item: Pick<DrawnItem, 'itemId' | 'featured' | 'pullsSinceUltraRare'>): string =>
  `${item.itemId}${item.featured ? ' (featured)' : ''} after ${item.pullsSinceUltraRare}`
