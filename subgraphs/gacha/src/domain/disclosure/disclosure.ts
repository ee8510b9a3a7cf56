import type { Disclosing, DisclosurePart, Jurisdictions } from '@waystone/jurisdictions'
import { guaranteesOf } from './guarantees.js'
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
  readonly rules: readonly (Disclosing & { readonly missing: readonly DisclosurePart[] })[]
}

/** Prices in money are those of the shop: this subgraph does not know them. */
const notShown: ReadonlySet<DisclosurePart> = new Set(['MONEY'])

/** All that is told of a banner before a purchase. Everything is shown everywhere; rules say what has to be. */
export function disclosureOf(
  disclosed: Disclosed,
  of: Pick<Disclosure, 'name' | 'version' | 'hash' | 'jurisdiction'>,
  jurisdictions: Jurisdictions,
): Disclosure {
  const rules = rulesIn(jurisdictions, of.jurisdiction)
  const required = new Set(rules.flatMap(({ parts }) => parts))
  return {
    ...of,
    tables: tablesOf(disclosed).map(table => ({ ...table, isRequired: required.has(table.part) })),
    guarantees: guaranteesOf(disclosed.model),
    rules: rules.map(rule => ({ ...rule, missing: rule.parts.filter(part => notShown.has(part)) })),
  }
}

/** Returns whether a text has the form of a jurisdiction: two capital letters. */
export const isJurisdiction = (code: string): boolean => /^[A-Z]{2}$/.test(code)

/** The rules that hold in a country or union; null: all of them. */
export const rulesIn = (jurisdictions: Jurisdictions, code: string | null): readonly Disclosing[] =>
  code === null ? jurisdictions.everyMustShow : jurisdictions.lawIn(code).mustShow
