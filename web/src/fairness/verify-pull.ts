import { drawRulesOf } from './definition.js'
import { bytesOfHex, oddsHashOf, sha256 } from './digest.js'
import { drawItem, pityAfter, type DrawnItem } from './draw.js'
import { check, type Check, type Pity, type ProvenPull } from './proof.js'
import { keyOf, wordsOf, type Words } from './words.js'

const ALGORITHM = 'waystone-hmac-sha256-v1'
/** Of banners with a model, whose draws `npm run verify-pull` repeats, and this page does not. */
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
  /** The pity that the pull leaves; null where it could not be drawn. */
  readonly pity: Pity | null
}

/** True for a pull on a banner with a model: its seed and hashes are checked here, and its draw is not repeated. */
export const isOfModel = ({ proof }: Pick<ProvenPull, 'proof'>): boolean => proof.algorithm === MODEL_ALGORITHM

/** True once its server seed is revealed, without which a pull cannot be drawn again. */
export const isRevealed = ({ proof }: Pick<ProvenPull, 'proof'>): boolean => typeof proof.serverSeed === 'string'

/**
 * Draws a revealed pull again from its proof alone, with WebCrypto.
 * @param pityBefore what the pulls before it have left; left out, the pull's own word is taken
 */
export async function verifyPull(pull: ProvenPull, pityBefore = pull.proof.pityBefore): Promise<PullVerification> {
  const { items, proof } = pull
  const checks = await verifyDefinition(pull)
  const seed = bytesOfHex(proof.serverSeed ?? '')
  const isSeed = seed !== null && seed.length === SERVER_SEED_BYTES
  checks.push(check('commitment', proof.serverSeedHash, isSeed ? await sha256(seed) : ''))
  if (isOfModel(pull)) return { checks, steps: [], pity: null }
  const rules = drawRulesOf(proof.definition)
  if (rules === null) checks.push(check('definition', 'a banner that can be drawn from', ''))
  if (rules === null || !isSeed) return { checks, steps: [], pity: null }

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
  return { checks, steps, pity }
}

/** The checks that need no seed. A number of items that cannot be ordered shows that some were withheld. */
async function verifyDefinition(pull: ProvenPull): Promise<Check[]> {
  const { items, proof } = pull
  const { length } = items
  return [
    // Orders of a model have any number of draws.
    ...(isOfModel(pull)
      ? []
      : [check('count', String(length), COUNTS.includes(length) ? String(length) : COUNTS.join(', '))]),
    check('algorithm', proof.algorithm, isOfModel(pull) ? MODEL_ALGORITHM : ALGORITHM),
    // A colon in it would make two messages alike.
    check('clientSeed', proof.clientSeed, CLIENT_SEED.test(proof.clientSeed) ? proof.clientSeed : ''),
    check('oddsHash', proof.oddsHash, await oddsHashOf(proof.definition)),
  ]
}

const describeItem = (item: Pick<DrawnItem, 'itemId' | 'featured' | 'pullsSinceUltraRare'>): string =>
  `${item.itemId}${item.featured ? ' ★' : ''} (${item.pullsSinceUltraRare})`
