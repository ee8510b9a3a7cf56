import type { TFunction } from 'i18next'
import type { Whereabouts } from '../play/nearby.js'

/** Where something is, such as "2 cells west". */
export const placeText = (t: TFunction, { cells, direction }: Whereabouts): string =>
  cells === 0
    ? t('world.direction.here')
    : t('world.cellsAway', { count: cells, direction: t(`world.direction.${direction}`) })
