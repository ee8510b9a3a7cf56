import type { CurrencyAmount, ItemAmount } from '../pull-order.js'
import type { ModelDefinition, Tier } from './definition.js'

/** True if orders have to count the copies of their items. */
export const countsCopies = ({ tiers }: Pick<ModelDefinition, 'tiers'>): boolean =>
  tiers.some(({ duplicates }) => duplicates.length > 0)

/** Grants of a copy of an item as a duplicate: shards, currency, both, or nothing. */
interface DuplicateGrants {
  readonly shards: ItemAmount | null
  readonly payout: CurrencyAmount | null
}

type Grant = Tier['duplicates'][number]['grant']

/**
 * The grants of a copy: of the entries of its tier that the copy is within, the first one with an item, and the first
 * one with a currency.
 * @param drawn.outcome "TIER.POOL"; null on a banner with rarities
 * @param drawn.copy counts from 1: how many of the item the player has with this one
 */
export function grantsOf(
  { tiers }: Pick<ModelDefinition, 'tiers'>,
  { outcome, copy }: { outcome: string | null; copy: number | null },
): DuplicateGrants {
  const tier = tiers.find(({ name }) => outcome?.startsWith(`${name}.`) === true)
  const grants = (tier?.duplicates ?? []).flatMap(({ copies: [from, to], grant }) =>
    copy !== null && copy >= from && (to === null || copy <= to) ? [grant] : [],
  )
  const shards = grants.find(isOfItem)
  const payout = grants.find(isOfCurrency)
  return {
    shards: shards === undefined ? null : { itemId: shards.item, amount: shards.amount },
    payout: payout === undefined ? null : { currency: payout.currency, amount: payout.amount },
  }
}

const isOfItem = (grant: Grant): grant is Extract<Grant, { item: string }> => 'item' in grant
const isOfCurrency = (grant: Grant): grant is Extract<Grant, { currency: string }> => 'currency' in grant
