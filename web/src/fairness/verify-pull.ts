import { drawRulesOf } from './definition.js'
import { bytesOfHex, oddsHashOf, sha256 } from './digest.js'
import { drawItem, pityAfter, type DrawnItem } from './draw.js'
import type { ModelStep } from './model/verify-order.js'
import { check, type Check, type Pity, type ProvenPull } from './proof.js'
import { keyOf, wordsOf, type Words } from './words.js'

const ALGORITHM = 'waystone-hmac-sha256-v1'
/** Of banners with a model. */
const MODEL_ALGORITHM = 'waystone-hmac-sha256-model-v1'
const CLIENT_SEED = /^[A-Za-z0-9_-]{1,64}$/
const SERVER_SEED_BYTES = 32
const COUNTS = [1, 10]

/** One item as this browser has drawn it, step by step. */
export interface DrawnStep extends DrawnItem {
  readonly digests: Words['digests']
}

export interface PullVerification {
  readonly checks: readonly Check[]
  /** Empty where there is nothing to draw with: no revealed seed, or no definition. */
  readonly steps: readonly DrawnStep[]
  /** Likewise of a pull on a banner with a model. */
  readonly modelSteps: readonly ModelStep[]
  /** The pity that the pull leaves; null where it could not be drawn. */
  readonly pity: Pity | null
}

/** True for a pull on a banner with a model, which names the order of its definition. */
export const isOfModel = ({ proof }: Pick<ProvenPull, 'proof'>): boolean => typeof proof.order === 'string'

/** True once its server seed is revealed, without which a pull cannot be drawn again. */
export const isRevealed = ({ proof }: { readonly proof: Pick<ProvenPull['proof'], 'serverSeed'> }): boolean =>
  typeof proof.serverSeed === 'string'

/**
 * Draws a revealed pull again from its proof alone, with WebCrypto.
 * @param pityBefore what the pulls before it have left; left out, the pull's own word is taken
 */
export async function verifyPull(pull: ProvenPull, pityBefore = pull.proof.pityBefore): Promise<PullVerification> {
  const { items, proof } = pull
  const { checks, seed } = await verifyStated(pull)
  const undrawn = { steps: [], modelSteps: [], pity: null }
  if (isOfModel(pull)) {
    if (seed === null) return { ...undrawn, checks }
    const { verifyOrder } = await import('./model/verify-order.js')
    const order = await verifyOrder(pull)
    return { ...undrawn, checks: [...checks, ...order.checks], modelSteps: order.steps }
  }
  const rules = drawRulesOf(proof.definition)
  if (rules === null) checks.push(check('definition', 'a banner that can be drawn from', ''))
  if (rules === null || seed === null) return { ...undrawn, checks }

  const key = await keyOf(seed)
  const steps: DrawnStep[] = []
  let pity = pityBefore
  for (const [index, said] of items.entries()) {
    const words = wordsOf(key, { clientSeed: proof.clientSeed, nonce: proof.nonce, index })
    const drawn = await drawItem(rules, pity, words)
    steps.push({ ...drawn, digests: words.digests })
    checks.push(check('item', describeItem({ ...said, itemId: said.item.id }), describeItem(drawn), index))
    pity = pityAfter(rules, pity, drawn)
  }
  return { ...undrawn, checks, steps, pity }
}

/**
 * The checks of what a pull states of its seeds and its definition. A number of items that cannot be ordered shows
 * that some were withheld.
 * @returns the server seed besides; null where it is none
 */
export async function verifyStated(
  pull: ProvenPull,
): Promise<{ checks: Check[]; seed: ReturnType<typeof bytesOfHex> }> {
  const { items, proof } = pull
  const { length } = items
  const seed = bytesOfHex(proof.serverSeed ?? '')
  const isSeed = seed !== null && seed.length === SERVER_SEED_BYTES
  return {
    checks: [
      // Orders of a model have any number of draws.
      ...(isOfModel(pull)
        ? []
        : [check('count', String(length), COUNTS.includes(length) ? String(length) : COUNTS.join(', '))]),
      check('algorithm', proof.algorithm, isOfModel(pull) ? MODEL_ALGORITHM : ALGORITHM),
      // A colon in it would make two messages alike.
      check('clientSeed', proof.clientSeed, CLIENT_SEED.test(proof.clientSeed) ? proof.clientSeed : ''),
      check('oddsHash', proof.oddsHash, await oddsHashOf(proof.definition)),
      check('commitment', proof.serverSeedHash, isSeed ? await sha256(seed) : ''),
    ],
    seed: isSeed ? seed : null,
  }
}

const describeItem = (item: Pick<DrawnItem, 'itemId' | 'featured' | 'pullsSinceUltraRare'>): string =>
  `${item.itemId}${item.featured ? ' ★' : ''} (${item.pullsSinceUltraRare})`
