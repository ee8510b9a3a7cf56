import type { CSSProperties } from 'react'
import { hueOf } from '../../items/emblem.js'
import styles from './banners.module.css'

/** A sky made from the banner's art key. */
export function BannerArt({ art }: { art: string }) {
  return <span className={styles.art} style={{ '--hue': hueOf(art) } as CSSProperties} aria-hidden />
}
