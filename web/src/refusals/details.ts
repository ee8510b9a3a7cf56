import i18next from 'i18next'
import { formatMoment, formatNumber } from '../texts/format.js'

/** The details of refusals that a sentence can say, as far as an operation asks for them. */
export interface RefusalDetails {
  readonly until?: string
  readonly retryAfterSeconds?: number
  readonly required?: number
  readonly available?: number
}

/** The sentence with the details of the refusal; null where it has none, or they were not asked for. */
export function detailedText(typename: string, details: RefusalDetails): string | null {
  const { until, retryAfterSeconds, required, available } = details
  switch (typename) {
    case 'Muted':
      return until === undefined ? null : i18next.t('refusalDetails.Muted', { moment: formatMoment(until) })
    case 'TooManyMessages':
      return retryAfterSeconds === undefined
        ? null
        : i18next.t('refusalDetails.TooManyMessages', { count: retryAfterSeconds })
    case 'InsufficientGold':
      return required === undefined || available === undefined
        ? null
        : i18next.t('refusalDetails.InsufficientGold', {
            required: formatNumber(required),
            available: formatNumber(available),
          })
    default:
      return null
  }
}
