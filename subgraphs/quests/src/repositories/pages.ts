import { RequestFault } from '@waystone/kit/errors'
import type { Page } from '@waystone/kit/graphql'

const SEQUENCE_MAX = 2_147_483_647

/**
 * The sequence that rows of a page lie below, newest first.
 * @throws RequestFault BAD_USER_INPUT for a cursor whose key is no sequence
 */
export const sequenceBelow = (page: Page): number => keyOf(page) ?? SEQUENCE_MAX

/** The position in the catalog that quests of a page lie after; it throws the same. */
export const positionAfter = (page: Page): number => keyOf(page) ?? 0

function keyOf(page: Page): number | null {
  if (page.after === null) return null
  const [text = ''] = page.after
  const sequence = Number(text)
  if (!/^\d{1,10}$/.test(text) || sequence > SEQUENCE_MAX)
    throw new RequestFault('BAD_USER_INPUT', '"after" must be a cursor that an earlier page of this field returned')
  return sequence
}

/** One page of each of some users. */
export interface PagesOfUsers {
  readonly userIds: readonly string[]
  readonly below: number
  readonly limit: number
}

/** Rows by user, in their order. */
export const byUser = <Row extends { userId: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> =>
  rowsBy(rows, row => row.userId)

/** Rows by their key, in their order. */
export function rowsBy<Row>(rows: readonly Row[], keyOfRow: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const list = found.get(keyOfRow(row))
    if (list === undefined) found.set(keyOfRow(row), [row])
    else list.push(row)
  }
  return found
}
