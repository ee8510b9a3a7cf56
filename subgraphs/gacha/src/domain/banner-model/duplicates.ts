import type { ItemAmount } from '../pull-order.js'
import type { ModelDefinition } from './definition.js'

/** True if orders have to count the copies of their items. */
export const countsCopies = ({ tiers }: Pick<ModelDefinition, 'tiers'>): boolean =>
  tiers.some(({ duplicates }) => duplicates.length > 0)

/**
 * The shards that a copy of an item is granted, by the first entry of its tier that the copy is within; null for none.
 * @param drawn.outcome "TIER.POOL"
 * @param drawn.copy counts from 1: how many of the item the player has with this one
 * @throws Error for a grant of currency: check-deliverable.ts refuses it
 */
export function shardsOf(
  { tiers }: Pick<ModelDefinition, 'tiers'>,
  { outcome, copy }: { outcome: string; copy: number },
): ItemAmount | null {
  const tier = tiers.find(({ name }) => outcome.startsWith(`${name}.`))
  const found = tier?.duplicates.find(({ copies: [from, to] }) => copy >= from && (to === null || copy <= to))
  if (found === undefined) return null
  const { grant } = found
  if ('currency' in grant) throw new Error('A banner that grants currency for duplicates was published')
  return { itemId: grant.item, amount: grant.amount }
}
