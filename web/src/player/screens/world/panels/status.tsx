import { useTranslation } from 'react-i18next'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import styles from '../world.module.css'

/** The newest notice: a kill, a find, or why a command was refused. */
export function Status({ session }: { session: WorldSession }) {
  const { t } = useTranslation()
  const notice = useStore(session.notice)
  return (
    <p role="status" aria-label={t('world.happened')} className={styles.notice}>
      {notice && <span key={notice.key}>{notice.text}</span>}
    </p>
  )
}
