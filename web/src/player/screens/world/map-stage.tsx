import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Terrain } from '../../../map/art/terrain.js'
import { openStage, type Stage } from './stage.js'
import type { RendererKind } from '../../../map/draw/world-renderer.js'
import type { WorldSession } from './play/world-session.js'
import styles from './world.module.css'

export interface MapStageProps {
  readonly session: WorldSession
  readonly terrain: Terrain
  readonly artOf: (characterClass: string) => string
  /** Characters of the player's party. */
  readonly party: ReadonlySet<string>
  /** Keys that are none of walking: the hotbar's. @returns whether the key meant something */
  readonly onKey: (code: string, isHeld: boolean) => boolean
}

/** The map. React makes its frame once; every picture in it is drawn by the stage, out of React's sight. */
export function MapStage({ session, terrain, artOf, party, onKey }: MapStageProps) {
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const stage = useRef<Stage | null>(null)
  const [kind, setKind] = useState<RendererKind | null>(null)
  const key = useRef(onKey)
  const members = useRef(party)
  useEffect(() => {
    key.current = onKey
    members.current = party
  }, [onKey, party])
  useEffect(() => {
    if (host.current === null) return undefined
    const opened = openStage({
      host: host.current,
      session,
      artOf,
      partyOf: () => members.current,
      onKey: (code, isHeld) => key.current(code, isHeld),
      onRenderer: setKind,
      wanted: new URLSearchParams(location.search).get('renderer'),
    })
    stage.current = opened
    return () => {
      stage.current = null
      opened.close()
    }
  }, [session, artOf])
  useEffect(() => stage.current?.show(terrain), [session, artOf, terrain])
  return (
    <>
      {/* An application: it takes the arrow keys from screen readers, which have the list beside it. */}
      <div
        ref={host}
        className={styles.stage}
        role="application"
        aria-label={t('world.map', { map: terrain.map.name })}
        aria-describedby="world-keys"
        tabIndex={0}
        data-renderer={kind}
      />
      <p id="world-keys" className={styles.keys}>
        {t('world.keys')}
      </p>
    </>
  )
}
