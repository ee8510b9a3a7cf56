import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { Button } from '../../../../ui/button.js'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import styles from '../world.module.css'

/** Over the map while the character is not on it: entering, away, down, refused. */
export function Curtain(props: {
  readonly session: WorldSession
  readonly isMapKnown: boolean
  readonly problem: CombinedError | undefined
  readonly onAgain: () => void
}) {
  const { session, isMapKnown, problem, onAgain } = props
  const { t } = useTranslation()
  const { phase, hp } = useStore(session.summary)
  if (phase === 'here' && isMapKnown && hp > 0) return null
  if (phase === 'here' && problem === undefined)
    return (
      <div className={styles.curtain} role="status">
        <p>{isMapKnown ? t('world.down') : t('loading')}</p>
      </div>
    )
  if (phase === 'joining')
    return (
      <div className={styles.curtain} role="status">
        <p>{t('world.joining')}</p>
        <Button onClick={session.enter}>{t('world.enterAgain')}</Button>
      </div>
    )
  if (phase === 'away')
    return (
      <div className={styles.curtain} role="status">
        <p>{t('world.away')}</p>
        <Button tone="primary" onClick={session.enter}>
          {t('world.enterAgain')}
        </Button>
        <Link to="/characters">{t('world.toCharacters')}</Link>
      </div>
    )
  return (
    <div className={styles.curtain} role="alert">
      <p>{t('world.ended')}</p>
      <Button tone="primary" onClick={onAgain}>
        {t('tryAgain')}
      </Button>
    </div>
  )
}
