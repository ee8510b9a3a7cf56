import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../../../generated/gql.js'
import { formatNumber } from '../../../../texts/format.js'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import styles from '../world.module.css'

const SHEET = graphql(`
  query WorldSheet($id: ID!) {
    character(id: $id) {
      id
      name
      level
      experience
    }
  }
`)

/** graphcache keeps what it tells with the character, for every screen that shows it. */
const CHANGED = graphql(`
  subscription WorldSheetChanged($id: ID!) {
    characterChanged(characterId: $id) {
      id
      level
      experience
      online
      stats {
        hp
        maxHp
      }
    }
  }
`)

/** Level, hit points, experience and place of the character. */
export function Sheet({ session, characterId }: { session: WorldSession; characterId: string }) {
  const { t } = useTranslation()
  const { hp, maxHp, level, mapName, position } = useStore(session.summary)
  const [{ data }] = useQuery({ query: SHEET, variables: { id: characterId } })
  useSubscription({ query: CHANGED, variables: { id: characterId } })
  const character = data?.character
  const rows: [string, string][] = [
    [t('world.level'), formatNumber(Math.max(level, character?.level ?? 1))],
    [t('world.experience'), formatNumber(character?.experience ?? 0)],
    [t('world.place'), mapName ?? '–'],
    [t('world.position'), position === null ? '–' : `${position.x}, ${position.y}`],
  ]
  return (
    <dl className={styles.sheet} aria-label={t('world.sheet')}>
      <div>
        <dt>{t('world.character')}</dt>
        <dd>{character?.name ?? ''}</dd>
      </div>
      <div>
        <dt>{t('world.hp')}</dt>
        <dd>{t('world.hpOf', { hp, maxHp })}</dd>
        <dd className={styles.meter} aria-hidden>
          <span style={{ inlineSize: `${maxHp === 0 ? 0 : (100 * hp) / maxHp}%` }} />
        </dd>
      </div>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
