import { useTranslation } from 'react-i18next'
import ui from '../../../../ui/ui.module.css'
import type { PartyOnMap } from '../play/use-party.js'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import { placeText } from './place-text.js'
import styles from '../world.module.css'

/** The other members of the party, and where each is in view: a ring marks them on the map. */
export function PartyList({ session, party }: { session: WorldSession; party: PartyOnMap }) {
  const { t } = useTranslation()
  const { players } = useStore(session.summary)
  if (party.others.length === 0) return null
  return (
    <section className={ui.card} aria-labelledby="party-title">
      <h2 id="party-title">{t('friends.party.title')}</h2>
      <ul className={styles.near} aria-labelledby="party-title">
        {party.others.map(({ characterId, name }) => {
          const place = players.get(characterId)
          return (
            <li key={characterId}>
              <span>{name}</span>
              <span className={ui.badge}>{place ? placeText(t, place) : t('world.party.away')}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
