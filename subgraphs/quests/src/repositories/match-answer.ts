import type { Queryable } from '@waystone/kit/postgres'

/** An answer to the puzzle of a match. Its id follows from the user and the idempotency key. */
export interface MatchAnswer {
  readonly id: string
  readonly matchId: string
  readonly userId: string
  readonly number: number
  readonly correct: boolean
  readonly at: Date
  readonly request: string
}

/** The request of the answer with this id; null when there is none. */
export async function findAnswerRequest(from: Queryable, id: string): Promise<string | null> {
  const { rows } = await from.query<{ request: string }>({
    name: 'match-answer-request',
    text: 'SELECT request FROM match_answer WHERE id = $1',
    values: [id],
  })
  return rows[0]?.request ?? null
}

/** How many answers the user has given; the caller has locked the match. */
export async function countAnswers(tx: Queryable, of: { matchId: string; userId: string }): Promise<number> {
  const { rows } = await tx.query<{ count: number }>({
    name: 'match-answer-count',
    text: 'SELECT count(*)::int AS count FROM match_answer WHERE match_id = $1 AND user_id = $2',
    values: [of.matchId, of.userId],
  })
  return rows[0]?.count ?? 0
}

export async function insertAnswer(tx: Queryable, answer: MatchAnswer): Promise<void> {
  const { id, matchId, userId, number, correct, at, request } = answer
  await tx.query({
    name: 'match-answer-insert',
    text: `INSERT INTO match_answer (id, match_id, user_id, number, correct, at, request) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    values: [id, matchId, userId, number, correct, at, request],
  })
}
