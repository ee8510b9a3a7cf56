import type { TFunction } from 'i18next'
import type { CurrencyKind } from '../../../generated/graphql.js'

/** The parts of the balance that pay a price, in the order in which they are tried; null for both together. */
type Parts = readonly (CurrencyKind | null)[]

/** Names the parts that pay in words; empty for a price that takes both together from the beginning. */
export function partsText(parts: Parts, t: TFunction): string {
  const [first = null, ...others] = parts
  if (first === null) return ''
  if (others.length === 0) return t(`banners.parts.only.${first}`)
  const names = parts.map(part => t(`banners.parts.${part ?? 'BOTH'}`))
  return `(${names.join(t('banners.parts.next'))})`
}
