import { guaranteesOf } from './guarantees.js'
import { rulesIn, type DisclosurePart, type DisclosureRule } from './rules.js'
import { tablesOf, type Disclosed, type DisclosureTable } from './tables.js'

export interface Disclosure {
  readonly name: string
  readonly version: number
  /** SHA-256 of the definition that draws. */
  readonly hash: string
  readonly jurisdiction: string | null
  /** Tables that a rule asks for have `isRequired`. */
  readonly tables: readonly (DisclosureTable & { readonly isRequired: boolean })[]
  readonly guarantees: readonly string[]
  readonly rules: readonly (DisclosureRule & { readonly missing: readonly DisclosurePart[] })[]
}

/** Prices in money are those of the shop: this subgraph does not know them. */
const notShown: ReadonlySet<DisclosurePart> = new Set(['MONEY'])

/** All that is told of a banner before a purchase. Everything is shown everywhere; rules say what has to be. */
export function disclosureOf(
  disclosed: Disclosed,
  of: Pick<Disclosure, 'name' | 'version' | 'hash' | 'jurisdiction'>,
): Disclosure {
  const rules = rulesIn(of.jurisdiction)
  const required = new Set(rules.flatMap(({ parts }) => parts))
  return {
    ...of,
    tables: tablesOf(disclosed).map(table => ({ ...table, isRequired: required.has(table.part) })),
    guarantees: guaranteesOf(disclosed.model),
    rules: rules.map(rule => ({ ...rule, missing: rule.parts.filter(part => notShown.has(part)) })),
  }
}
