import type { ReactNode } from 'react'
import { graphql } from '../../generated/gql.js'
import type { ItemFaceFragment } from '../../generated/graphql.js'
import { Emblem } from './emblem.js'
import styles from './items.module.css'
import { RarityMark, rarityClass } from './rarity.js'

graphql(`
  fragment ItemFace on Item {
    id
    name
    rarity
    kind
    art
  }
`)

interface TileProps {
  readonly item: ItemFaceFragment
  /** Notes beside the item, such as how many of it there are. */
  readonly notes?: ReactNode
}

export function ItemTile({ item, notes }: TileProps) {
  return (
    <div className={`${styles.tile} ${rarityClass(item.rarity)}`}>
      <Face item={item} notes={notes} />
    </div>
  )
}

/** The same, to be opened. */
export function ItemButton({ item, notes, onClick }: TileProps & { readonly onClick: () => void }) {
  return (
    <button type="button" className={`${styles.tile} ${rarityClass(item.rarity)}`} onClick={onClick}>
      <Face item={item} notes={notes} />
    </button>
  )
}

function Face({ item, notes }: TileProps) {
  return (
    <>
      <Emblem art={item.art} kind={item.kind} rarity={item.rarity} />
      <strong>{item.name}</strong>
      <RarityMark rarity={item.rarity} />
      {notes && <span className={styles.notes}>{notes}</span>}
    </>
  )
}
