import { FlaskConical, Sword, UserRound, type LucideIcon } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { ItemKind, Rarity } from '../../generated/graphql.js'
import styles from './items.module.css'
import { rarityClass } from './rarity.js'

const ICONS: Readonly<Record<ItemKind, LucideIcon>> = { HERO: UserRound, WEAPON: Sword, CONSUMABLE: FlaskConical }

/** A picture made from the art key, the same everywhere: this client has no drawn assets. */
export function Emblem({ art, kind, rarity }: { art: string; kind: ItemKind; rarity: Rarity }) {
  const Icon = ICONS[kind]
  return (
    <span
      className={`${styles.emblem} ${rarityClass(rarity)}`}
      style={{ '--hue': hueOf(art) } as CSSProperties}
      aria-hidden
    >
      <Icon size="45%" strokeWidth={1.25} />
    </span>
  )
}

/** From 0 to 359. */
export const hueOf = (text: string): number =>
  Array.from(text).reduce((hue, letter) => (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
