import { useTranslation } from 'react-i18next'
import type { Rarity } from '../../generated/graphql.js'
import styles from './items.module.css'

const STARS: Readonly<Record<Rarity, number>> = { RARE: 3, SUPER_RARE: 4, ULTRA_RARE: 5 }

/** The class that sets `--rarity`, the colour. */
export const rarityClass = (rarity: Rarity): string | undefined => styles[rarity]

/** The rarity by word, by stars, and by colour. */
export function RarityMark({ rarity }: { rarity: Rarity }) {
  const { t } = useTranslation()
  return (
    <span className={`${styles.rarity} ${rarityClass(rarity)}`}>
      <span className={styles.stars} aria-hidden>
        {'★'.repeat(STARS[rarity])}
      </span>
      <span>{t(`inventory.rarity.${rarity}`)}</span>
    </span>
  )
}
