import { rate, rating } from 'openskill'

/** The belief about a player's strength: a normal distribution (Weng and Lin 2011), as openskill has it. */
export interface Skill {
  readonly mu: number
  readonly sigma: number
}

/** Of a player who has finished no match. */
export const newSkill: Skill = skillOf(rating())

const SHOWN_OF_NEW = 1_500
/**
 * With it, 400 points are a chance of about 10 to 1, as players know it from Elo: that is 1 to e^(mu / (√2
 * · beta)) for two players whose skills are known well, and beta is 25 / 6.
 */
const POINTS_PER_MU = 30

/**
 * The rating to show. It follows from `mu` alone, so that a win never lowers it and a loss never raises it.
 */
export const shownRating = ({ mu }: Skill): number => Math.round(SHOWN_OF_NEW + POINTS_PER_MU * (mu - newSkill.mu))

/** Returns the skills after a duel that the first or the second one has won, or neither. */
export function ratedDuel(skills: readonly [Skill, Skill], winner: 0 | 1 | null): readonly [Skill, Skill] {
  const rank = winner === null ? [1, 1] : [winner === 0 ? 1 : 2, winner === 1 ? 1 : 2]
  const [[first] = [], [second] = []] = rate([[skills[0]], [skills[1]]], { rank })
  if (first === undefined || second === undefined) throw new Error('Expected the skills of two players')
  return [skillOf(first), skillOf(second)]
}

function skillOf({ mu, sigma }: Skill): Skill {
  return { mu, sigma }
}
