import i18next from 'i18next'
import { formatMoment, formatMoney } from '../texts/format.js'
import { en } from '../texts/en/index.js'
import { countryName } from './countries.js'

/** A refusal by the rules of a country, or the reason for one. */
export interface Barred {
  readonly rule: string
  readonly country?: string | null | undefined
  readonly minimumAge?: number | null | undefined
  readonly ageKnown: boolean
}

/**
 * Says why the rules of a country refuse something, with the way out. Rules that came later have a sentence of their
 * own.
 */
export function barText({ rule, country, minimumAge, ageKnown }: Barred): string {
  const name = country === null || country === undefined ? i18next.t('jurisdiction.here') : named(country)
  const age = minimumAge ?? 0
  if (!isKnown(rule)) return i18next.t('jurisdiction.bar.OTHER', { country: name })
  if (age > 0 && !ageKnown) return i18next.t('jurisdiction.bar.AGE_UNKNOWN', { country: name, age })
  return i18next.t(`jurisdiction.bar.${rule}`, { country: name, age })
}

const isKnown = (rule: string): rule is Exclude<keyof typeof en.jurisdiction.bar, 'AGE_UNKNOWN' | 'OTHER'> =>
  rule in en.jurisdiction.bar && rule !== 'AGE_UNKNOWN'

const named = (country: string): string => countryName(country, i18next.language)

/** The most that a cap lets be spent, and when counting begins anew. */
export const capText = (cap: {
  readonly country?: string | null | undefined
  readonly priceCurrency: string
  readonly per: 'DAY' | 'MONTH'
  readonly amount: number
  readonly resetsAt: string
}): string =>
  i18next.t(`jurisdiction.cap.${cap.per}`, {
    country: cap.country === null || cap.country === undefined ? i18next.t('jurisdiction.here') : named(cap.country),
    limit: formatMoney(cap.amount, cap.priceCurrency),
    when: formatMoment(cap.resetsAt),
  })
