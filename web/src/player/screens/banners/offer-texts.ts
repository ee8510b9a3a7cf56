import i18next from 'i18next'
import { formatNumber } from '../../../texts/format.js'

/** How far the player is on the way to a milestone. */
export function progressText(progress: { readonly counted: number; readonly next?: number | null }): string {
  const counted = formatNumber(progress.counted)
  const { next } = progress
  if (next === null || next === undefined) return i18next.t('banners.offers.over', { counted })
  return i18next.t('banners.offers.counted', { counted, next: formatNumber(next) })
}
