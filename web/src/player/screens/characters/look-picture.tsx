import { useEffect, useRef } from 'react'
import type { Appearance } from '@waystone/live-client'
import { characterPicture } from '../../../map/art/paint-character.js'
import styles from './characters.module.css'

/** A character as the map draws it. @param label for screen readers; left out where a name stands beside it */
export function LookPicture({
  art,
  look,
  label,
  size = 1,
}: {
  art: string
  look: Appearance
  label?: string
  size?: number
}) {
  const place = useRef<HTMLSpanElement>(null)
  const { hairStyle, hairColor, clothColor } = look
  useEffect(() => {
    const { canvas, width, height } = characterPicture(art, { hairStyle, hairColor, clothColor })
    canvas.style.inlineSize = `${width * size}px`
    canvas.style.blockSize = `${height * size}px`
    place.current?.replaceChildren(canvas)
  }, [art, hairStyle, hairColor, clothColor, size])
  return (
    <span
      ref={place}
      className={styles.picture}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  )
}
