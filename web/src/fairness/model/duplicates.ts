import { isCount, partOf } from '../json.js'
import { expects, textOf } from './reading.js'

/** A grant for the copies of an item from one to another; null: for all later ones. Copies count from 1. */
export interface Grant {
  readonly from: number
  readonly to: number | null
  readonly kind: 'item' | 'currency'
  /** The item's id, or the currency. */
  readonly of: string
  readonly amount: number
}

/** Reads an entry of the duplicates of a tier. @throws Unreadable with the path of what is wrong with it */
export function grantOf(entry: unknown, path: string): Grant {
  const [copies, grant] = [partOf(entry, 'copies'), partOf(entry, 'grant')]
  expects(Array.isArray(copies), `${path}.copies`)
  const [from, to] = copies as readonly unknown[]
  expects(isCount(from) && (to === null || isCount(to)), `${path}.copies`)
  const kind = partOf(grant, 'item') === undefined ? 'currency' : 'item'
  const amount = partOf(grant, 'amount')
  expects(isCount(amount), `${path}.grant.amount`)
  return { from, to, kind, of: textOf(grant, kind, `${path}.grant`), amount }
}
