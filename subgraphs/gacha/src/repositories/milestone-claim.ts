import { violatedConstraint, type Queryable } from '@waystone/kit/postgres'
import { givenItem } from './inventory.js'

/** An item that a user chose from a milestone. */
export interface MilestoneClaim {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly milestone: string
  readonly itemId: string
  readonly claimedAt: Date
}

/** The constraint that allows no claim of a milestone that was not reached. */
const CLAIMS_CHECK = 'banner_tally_claims_check'

/** Checks whether a statement has failed since no claim of the milestone is open. */
export const isUnclaimable = (error: unknown): boolean => violatedConstraint(error) === CLAIMS_CHECK

/**
 * Takes a claim and gives the item, in one statement. False, and nothing has happened, where the id is taken or no
 * claim is open.
 */
export async function recordClaim(db: Queryable, claim: MilestoneClaim): Promise<boolean> {
  const { id, userId, bannerId, milestone, itemId, claimedAt } = claim
  const values = [id, userId, bannerId, milestone, itemId, claimedAt]
  try {
    return (await db.query({ name: 'claim_record', text: recordText, values })).rowCount === 1
  } catch (error) {
    if (isUnclaimable(error) || violatedConstraint(error) === 'milestone_claim_pkey') return false
    throw error
  }
}

export async function findClaim(db: Queryable, id: string): Promise<MilestoneClaim | null> {
  const { rows } = await db.query<ClaimRow>({
    name: 'claim_by_id',
    text: 'select id, user_id, banner_id, milestone, item_id, claimed_at from milestone_claim where id = $1',
    values: [id],
  })
  const [row] = rows
  if (row === undefined) return null
  const { user_id: userId, banner_id: bannerId, item_id: itemId, claimed_at: claimedAt } = row
  return { id: row.id, userId, bannerId, milestone: row.milestone, itemId, claimedAt }
}

interface ClaimRow {
  id: string
  user_id: string
  banner_id: string
  milestone: string
  item_id: string
  claimed_at: Date
}

/** The row of the milestone decides; then the inventory, as in a draw. */
const recordText = `with claimed as (
    update banner_tally set uses = uses + 1
    where user_id = $2 and banner_id = $3 and kind = 'MILESTONE' and name = $4 returning user_id, banner_id
  ), recorded as (
    insert into milestone_claim (id, user_id, banner_id, milestone, item_id, claimed_at)
    select $1, user_id, banner_id, $4, $5, $6 from claimed returning id, user_id, item_id
  )${givenItem({ source: 'MILESTONE', at: '$6' })}`

/**
 * A part of the statement that records an order of a milestone: takes its claim, and fails where none is open. The
 * row, which has to be there, comes after those of the day.
 * @param milestone the parameter with its name, such as $17
 */
export const claimedByOrder = (milestone: string): string => `, claimed as (
      update banner_tally t set uses = t.uses + 1 from recorded, (select count(*) from counted) as first
      where t.user_id = recorded.user_id and t.banner_id = recorded.banner_id and t.kind = 'MILESTONE' and t.name = ${milestone}::text
    )`

/** A part of the statement that ends an order without a draw: its claim is open again. */
export const OPEN_AGAIN = `, this_claim as (
    update banner_tally t set uses = t.uses - 1 from ended, (select count(*) from this_banner) as first
    where t.user_id = ended.user_id and t.banner_id = ended.banner_id and t.kind = 'MILESTONE' and t.name = ended.milestone
  )`
