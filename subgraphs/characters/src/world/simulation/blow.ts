import { CHANCE_ONE } from '../content/monster-kinds.js'
import type { Random } from './random.js'

interface Striker {
  readonly attackMin: number
  readonly attackMax: number
  readonly hit: number
  readonly critical: number
}

const HIT_MIN = 500
const HIT_MAX = 9_500

/**
 * The damage of one blow; 0 is a miss. Of ten thousand blows, `100 · (80 + hit − flee)` hit, between 500 and
 * 9,500, as in Ragnarok Online (https://irowiki.org/classic/Hit). The damage is the attack less the defense,
 * 1 at least.
 */
export function strike(
  random: Random,
  striker: Striker,
  struck: { readonly flee: number; readonly defense: number },
): number {
  const attack = striker.attackMin + random.below(striker.attackMax - striker.attackMin + 1)
  if (random.below(CHANCE_ONE) < striker.critical) return attack
  const chance = Math.min(HIT_MAX, Math.max(HIT_MIN, 100 * (80 + striker.hit - struck.flee)))
  return random.below(CHANCE_ONE) < chance ? Math.max(1, attack - struck.defense) : 0
}
