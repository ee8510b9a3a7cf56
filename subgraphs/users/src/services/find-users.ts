import { RequestFault } from '@waystone/kit/errors'
import type { RequestReads } from '@waystone/kit/graphql'
import type { UserFilter } from '../domain/user.js'
import type { TimePosition } from '../domain/time-position.js'
import { countUsers as countInDatabase, findUserIds } from '../repositories/user-search.js'
import type { Needs } from './needs.js'

const SEARCH_LENGTH_MAX = 100

/** One more user than `limit`, those who signed up last first. */
export const listUsers = (
  { clock }: Needs,
  request: { filter: UserFilter; after: TimePosition | null; limit: number; reads: RequestReads },
): Promise<TimePosition[]> => {
  const { filter, after, limit, reads } = request
  return findUserIds(reads, filter, { after, limit: limit + 1, now: clock.now() })
}

export const countUsers = (
  { clock }: Needs,
  { filter, reads }: { filter: UserFilter; reads: RequestReads },
): Promise<number> => countInDatabase(reads, filter, clock.now())

/**
 * The text to search for; null where there is none.
 * @throws RequestFault BAD_USER_INPUT for a text that no name or address can have
 */
export function searchOf(text: string | null): string | null {
  const search = text?.trim() ?? ''
  if (search.length > SEARCH_LENGTH_MAX || /[\0\n]/.test(search))
    throw new RequestFault(
      'BAD_USER_INPUT',
      `"search" must be one line of at most ${SEARCH_LENGTH_MAX} characters, without NUL`,
    )
  return search === '' ? null : search
}
