import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../../ui/button.js'
import parts from '../../../../ui/ui.module.css'
import { arranged, whereabouts, type Nearby } from '../play/nearby.js'
import { distance, type Aim } from '../play/pursuit.js'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import { placeText } from './place-text.js'
import styles from '../world.module.css'

interface Portal {
  readonly at: { readonly x: number; readonly y: number }
  readonly to: { readonly id: string; readonly name: string }
}

/** Everything near as a list: what the map shows to the eye, and clicks do, for keyboards and screen readers. */
export function NearPanel(props: {
  readonly session: WorldSession
  readonly portals: readonly Portal[]
  readonly kinds: readonly { readonly name: string; readonly tameable: boolean }[]
}) {
  const { session, portals, kinds } = props
  const { t } = useTranslation()
  const { near, targetId } = useStore(session.summary)
  const [isHeld, setHeld] = useState(false)
  const shown = useRef<readonly string[]>([])
  const list = arranged(shown.current, near, isHeld)
  shown.current = list.map(({ id }) => id)
  const isTameable = (name: string) => kinds.some(kind => kind.name === name && kind.tameable)
  return (
    <section className={parts.card} aria-labelledby="near-title">
      <h2 id="near-title">{t('world.near')}</h2>
      {list.length === 0 && <p className={parts.muted}>{t('world.nothingNear')}</p>}
      <ul
        className={styles.near}
        aria-labelledby="near-title"
        tabIndex={0}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
      >
        {list.map(entry => (
          <li key={entry.id} data-target={entry.id === targetId}>
            <NearText entry={entry} />
            <NearActions
              entry={entry}
              session={session}
              isTameable={entry.kind === 'monster' && isTameable(entry.name)}
            />
          </li>
        ))}
        <Portals session={session} portals={portals} />
      </ul>
    </section>
  )
}

function NearText({ entry }: { entry: Nearby }) {
  const { t } = useTranslation()
  const { kind, name, level, hp, maxHp } = entry
  return (
    <span className={styles.nearText}>
      <span>
        {name}
        {level !== null && <span className={parts.muted}> {t('world.levelShort', { level })}</span>}
      </span>
      <span className={`${parts.muted} ${styles.small}`}>
        {t(`world.kind.${kind}`)}, {placeText(t, entry)}
        {hp !== null && maxHp !== null && `, ${t('world.hpOf', { hp, maxHp })}`}
      </span>
    </span>
  )
}

function NearActions({ entry, session, isTameable }: { entry: Nearby; session: WorldSession; isTameable: boolean }) {
  const { t } = useTranslation()
  const { kind, id, name } = entry
  const aims: Aim['kind'][] =
    kind === 'monster'
      ? isTameable
        ? ['attack', 'tame']
        : ['attack']
      : kind === 'drop'
        ? ['pickUp']
        : kind === 'character'
          ? ['follow']
          : []
  return (
    <span className={styles.actions}>
      {aims.map(aim => (
        <Button
          key={aim}
          className={styles.tiny}
          aria-label={t(`world.aimAt.${aim}`, { name })}
          onClick={() => session.pursuit.begin({ kind: aim, id })}
        >
          {t(`world.aim.${aim}`)}
        </Button>
      ))}
    </span>
  )
}

/** The nearest door to each other map. */
function Portals({ session, portals }: { session: WorldSession; portals: readonly Portal[] }) {
  const { t } = useTranslation()
  const { position } = useStore(session.summary)
  if (position === null) return null
  const nearest = new Map<string, Portal>()
  for (const portal of portals) {
    const known = nearest.get(portal.to.id)
    if (known === undefined || distance(position, portal.at) < distance(position, known.at))
      nearest.set(portal.to.id, portal)
  }
  return [...nearest.values()].map(({ at, to }) => (
    <li key={to.id}>
      <span className={styles.nearText}>
        <span>{t('world.portal', { map: to.name })}</span>
        <span className={`${parts.muted} ${styles.small}`}>{placeText(t, whereabouts(position, at))}</span>
      </span>
      <Button
        className={styles.tiny}
        aria-label={t('world.walkToPortal', { map: to.name })}
        onClick={() => session.walkTo(at)}
      >
        {t('world.walk')}
      </Button>
    </li>
  ))
}
