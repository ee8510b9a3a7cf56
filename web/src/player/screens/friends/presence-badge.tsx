import { useTranslation } from 'react-i18next'
import { formatRecent } from '../../../texts/format.js'
import ui from '../../../ui/ui.module.css'
import styles from './friends.module.css'

/** A friend's presence, in words besides the colour. */
export function PresenceBadge({
  presence,
}: {
  presence: { readonly status: 'ONLINE' | 'AWAY' | 'OFFLINE'; readonly lastSeenAt?: unknown } | null | undefined
}) {
  const { t } = useTranslation()
  if (!presence) return <span className={ui.badge}>{t('friends.hidden')}</span>
  const { lastSeenAt, status } = presence
  return (
    <>
      <span className={`${ui.badge} ${styles.presence}`} data-status={status}>
        {t(`friends.presence.${status}`)}
      </span>
      {typeof lastSeenAt === 'string' && (
        <span className={ui.muted}>{t('friends.lastSeen', { when: formatRecent(lastSeenAt) })}</span>
      )}
    </>
  )
}
