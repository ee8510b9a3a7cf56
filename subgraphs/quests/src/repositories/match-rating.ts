import type { Queryable } from '@waystone/kit/postgres'
import type { Skill } from '../domain/matches/rating.js'

/** Of users who have finished a match, by user. */
export async function findRatings(from: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ userId: string; rating: number }>({
    name: 'match-ratings',
    text: 'SELECT user_id AS "userId", rating FROM match_rating WHERE user_id = ANY($1::uuid[])',
    values: [userIds],
  })
  return new Map(rows.map(({ userId, rating }) => [userId, rating]))
}

/**
 * Locks the skills of users until the transaction ends, by user: those who have none are in no other match.
 */
export async function lockSkills(tx: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, Skill>> {
  const { rows } = await tx.query<Skill & { userId: string }>({
    name: 'match-skills-lock',
    text: `SELECT user_id AS "userId", mu, sigma FROM match_rating WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR UPDATE`,
    values: [userIds],
  })
  return new Map(rows.map(({ userId, mu, sigma }) => [userId, { mu, sigma }]))
}

/** Writes the skills after a match, which counts as one more for each. */
export async function writeSkills(
  tx: Queryable,
  skills: readonly (Skill & { readonly userId: string; readonly rating: number })[],
): Promise<void> {
  await tx.query({
    name: 'match-skills-write',
    text: `INSERT INTO match_rating AS known (user_id, mu, sigma, rating, matches)
           SELECT "userId", mu, sigma, rating, 1
           FROM jsonb_to_recordset($1::jsonb) AS rated ("userId" uuid, mu float8, sigma float8, rating int) ORDER BY "userId"
           ON CONFLICT (user_id) DO UPDATE SET mu = excluded.mu, sigma = excluded.sigma, rating = excluded.rating,
             matches = known.matches + 1`,
    values: [JSON.stringify(skills)],
  })
}
