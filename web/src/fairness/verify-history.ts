import type { ModelHistory } from './model/history.js'
import { check, noPity, type Check, type Pity, type ProvenChange, type ProvenPull } from './proof.js'
import { isOfModel, isRevealed, verifyPull, verifyStated } from './verify-pull.js'

/** The checks of all pulls of a player together, beyond those of each by itself. */
export interface HistoryVerification {
  /** Pulls that were drawn again. */
  readonly recomputed: number
  /** Pulls whose seed is not revealed yet. */
  readonly secret: number
  readonly problems: readonly HistoryProblem[]
}

interface HistoryOptions {
  readonly beginsAtFirst?: boolean
  readonly changes?: readonly ProvenChange[]
  readonly onProgress?: (done: number) => void
}

export interface HistoryProblem {
  readonly of: 'pull' | 'pity' | 'memory' | 'change' | 'nonces' | 'seed' | 'link'
  readonly seedNumber: number
  readonly nonce?: number
  readonly failed: readonly Check[]
}

/**
 * Checks all pulls of a player: each is drawn again with the pity, or the memory of its model, that the pulls before it
 * have left, beginning from none; nonces have no gap; a seed is one, and the one whose hash was shown while the seed
 * before it was in use.
 * @param pulls all of them, in any order; `beginsAtFirst` is false where older ones were left out, and `changes` are
 * those between pulls, which have nonces as well
 */
export async function verifyHistory(
  pulls: readonly ProvenPull[],
  { beginsAtFirst = true, changes = [], onProgress }: HistoryOptions = {},
): Promise<HistoryVerification> {
  const inOrder = pulls.toSorted(byPlace)
  const problems: HistoryProblem[] = [...verifySeeds(inOrder, { beginsAtFirst, changes })]
  const pities = new Map<string, Pity | null>()
  const models = await modelHistory([...pulls, ...changes], { isWhole: beginsAtFirst })
  const note = (of: HistoryProblem['of'], { proof }: Placed, checks: readonly Check[]) => {
    const failed = checks.filter(({ matches }) => !matches)
    if (failed.length > 0) problems.push({ of, seedNumber: proof.seedNumber, nonce: proof.nonce, failed })
  }
  const isHandedOn = ({ of }: Check) => of === 'memoryBefore' || of === 'owned'

  const verify = async (pull: ProvenPull): Promise<void> => {
    const { banner, proof } = pull
    if (isOfModel(pull)) {
      if (!isRevealed(pull)) return
      const checks = (await models?.verify(pull)) ?? []
      note('memory', pull, checks.filter(isHandedOn))
      const { checks: stated } = await verifyStated(pull)
      return note('pull', pull, [...stated, ...checks.filter(each => !isHandedOn(each))])
    }
    const before = pities.has(banner.id) ? pities.get(banner.id) : beginsAtFirst ? noPity : null
    if (before) note('pity', pull, [check('pity', describePity(proof.pityBefore), describePity(before))])
    if (!isRevealed(pull)) return void pities.set(banner.id, null)
    const { checks, pity } = await verifyPull(pull, before ?? proof.pityBefore)
    note('pull', pull, checks)
    pities.set(banner.id, pity)
  }

  // A change before pulls that are left out says nothing of what these have left.
  const [first] = inOrder
  const between = changes.filter(change => beginsAtFirst || (first !== undefined && byPlace(first, change) < 0))
  let done = 0
  for (const step of [...inOrder, ...between].toSorted(byPlace)) {
    if (!('change' in step)) {
      await verify(step)
      onProgress?.(++done)
    } else if (isRevealed(step)) note('change', step, (await models?.verifyChange(step)) ?? [])
  }
  const recomputed = inOrder.filter(isRevealed).length
  return { recomputed, secret: inOrder.length - recomputed, problems }
}

/** A pull or a change: both have a number under a seed. */
type Placed = Pick<ProvenChange, 'proof'>

const byPlace = (a: Placed, b: Placed): number =>
  a.proof.seedNumber - b.proof.seedNumber || a.proof.nonce - b.proof.nonce

/** Players without a pull on such a banner need none of it. */
async function modelHistory(
  steps: readonly (ProvenPull | ProvenChange)[],
  options: { isWhole: boolean },
): Promise<ModelHistory | null> {
  if (steps.every(step => !('change' in step) && !isOfModel(step))) return null
  const { ModelHistory: History } = await import('./model/history.js')
  return new History(options)
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
    const between = changes
      .map(({ proof }) => proof)
      .filter(change => change.seedNumber === seedNumber && change.nonce >= offset)
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
