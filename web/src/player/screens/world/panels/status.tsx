import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { liveConnection, onLiveConnection } from '../../../../graph/live.js'
import parts from '../../../../ui/ui.module.css'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import styles from '../world.module.css'

/** What has just happened, or why a command was refused; and whether the connection is being made again. */
export function Status({ session }: { session: WorldSession }) {
  const { t } = useTranslation()
  const notice = useStore(session.notice)
  const connection = useSyncExternalStore(onLiveConnection, liveConnection)
  return (
    <div className={styles.notice}>
      <p role="status" aria-label={t('world.happened')}>
        {notice && <span key={notice.key}>{notice.text}</span>}
      </p>
      <p role="status" className={parts.problem} aria-label={t('world.connection')}>
        {connection === 'lost' && t('world.reconnecting')}
      </p>
    </div>
  )
}
