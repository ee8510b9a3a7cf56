import { badCursor, type Page } from '@waystone/kit/graphql'

const SEQUENCE_MAX = 2_147_483_647

/**
 * The number that a page of notifications lies below; null for the first one.
 * @throws RequestFault BAD_USER_INPUT for a cursor whose key is no such number
 */
export function sequenceBelow({ after }: Page): number | null {
  if (after === null) return null
  const [text = ''] = after
  if (!/^\d{1,10}$/.test(text) || Number(text) > SEQUENCE_MAX) throw badCursor()
  return Number(text)
}
