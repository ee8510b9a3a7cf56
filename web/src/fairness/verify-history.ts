import { check, noPity, type Check, type Pity, type ProvenPull } from './proof.js'
import { isRevealed, verifyPull } from './verify-pull.js'

/** The checks of all pulls of a player together, beyond those of each by itself. */
export interface HistoryVerification {
  /** Pulls that were drawn again. */
  readonly recomputed: number
  /** Pulls whose seed is not revealed yet. */
  readonly secret: number
  readonly problems: readonly HistoryProblem[]
}

/** A number under a seed. */
export interface Place {
  readonly seedNumber: number
  readonly nonce: number
}

interface HistoryOptions {
  readonly beginsAtFirst?: boolean
  readonly changes?: readonly Place[]
  readonly onProgress?: (done: number) => void
}

export interface HistoryProblem {
  readonly of: 'pull' | 'pity' | 'nonces' | 'seed' | 'link'
  readonly seedNumber: number
  readonly nonce?: number
  readonly failed: readonly Check[]
}

/**
 * Checks all pulls of a player: each is drawn again with the pity that the pulls before it have left, beginning from
 * none; nonces have no gap; a seed is one, and the one whose hash was shown while the seed before it was in use.
 * @param pulls all of them, in any order; `beginsAtFirst` is false where older ones were left out, and `changes` are
 * those between pulls, which have nonces as well
 */
export async function verifyHistory(
  pulls: readonly ProvenPull[],
  { beginsAtFirst = true, changes = [], onProgress }: HistoryOptions = {},
): Promise<HistoryVerification> {
  const inOrder = pulls.toSorted((a, b) => a.proof.seedNumber - b.proof.seedNumber || a.proof.nonce - b.proof.nonce)
  const problems: HistoryProblem[] = [...verifySeeds(inOrder, { beginsAtFirst, changes })]
  const pities = new Map<string, Pity | null>()
  let recomputed = 0
  for (const [at, pull] of inOrder.entries()) {
    const { proof, banner } = pull
    const place = { seedNumber: proof.seedNumber, nonce: proof.nonce }
    const before = pities.has(banner.id) ? pities.get(banner.id) : beginsAtFirst ? noPity : null
    const handedOn = before ? [check('pity', describePity(proof.pityBefore), describePity(before))] : []
    const wrongPity = handedOn.filter(({ matches }) => !matches)
    if (wrongPity.length > 0) problems.push({ of: 'pity', ...place, failed: wrongPity })
    if (isRevealed(pull)) {
      const { checks, pity } = await verifyPull(pull, before ?? proof.pityBefore)
      const failed = checks.filter(({ matches }) => !matches)
      if (failed.length > 0) problems.push({ of: 'pull', ...place, failed })
      pities.set(banner.id, pity)
      recomputed += 1
    } else pities.set(banner.id, null)
    onProgress?.(at + 1)
  }
  return { recomputed, secret: inOrder.length - recomputed, problems }
}

function verifySeeds(
  inOrder: readonly ProvenPull[],
  { beginsAtFirst, changes }: Pick<Required<HistoryOptions>, 'beginsAtFirst' | 'changes'>,
): readonly HistoryProblem[] {
  const problems: HistoryProblem[] = []
  const numbers = [...new Set(inOrder.map(({ proof }) => proof.seedNumber))]
  const seeds = numbers.map(number => [number, inOrder.filter(({ proof }) => proof.seedNumber === number)] as const)
  for (const [at, [seedNumber, pulls]] of seeds.entries()) {
    const [first] = pulls
    if (first === undefined) continue
    const offset = beginsAtFirst || at > 0 ? 0 : first.proof.nonce
    const between = changes.filter(change => change.seedNumber === seedNumber && change.nonce >= offset)
    const nonces = [...pulls.map(({ proof }) => proof.nonce), ...between.map(({ nonce }) => nonce)]
    if (nonces.toSorted((a, b) => a - b).some((nonce, index) => nonce !== index + offset))
      problems.push({ of: 'nonces', seedNumber, failed: [] })
    const isOne = pulls.every(
      ({ proof: { serverSeedHash, serverSeed, clientSeed } }) =>
        serverSeedHash === first.proof.serverSeedHash &&
        (serverSeed ?? null) === (first.proof.serverSeed ?? null) &&
        clientSeed === first.proof.clientSeed,
    )
    // Only the last one may be in use still.
    if (!isOne || (at < seeds.length - 1 && !isRevealed(first))) problems.push({ of: 'seed', seedNumber, failed: [] })
    const shown = first.proof.nextServerSeedHash ?? null
    const [following, [next] = []] = seeds[at + 1] ?? []
    if (shown !== null && following === seedNumber + 1 && next !== undefined && next.proof.serverSeedHash !== shown)
      problems.push({ of: 'link', seedNumber: following, failed: [] })
  }
  return problems
}

const describePity = (pity: Pity): string =>
  `${pity.pullsSinceUltraRare}${pity.ultraRareGuaranteed ? '★' : ''} / ${pity.pullsSinceSuperRare}${pity.superRareGuaranteed ? '★' : ''}`
