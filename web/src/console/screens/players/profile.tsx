import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ConsoleProfileFragment } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { formatFromNow, formatMoment, formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import { Facts } from '../../parts/facts.js'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { AdjustWallet } from './adjust-wallet.js'
import { EndSession } from './end-session.js'

const SET_STATUS = graphql(`
  mutation ConsoleSetStatus($userId: ID!, $status: UserStatus!, $reason: String!) {
    setUserStatus(userId: $userId, status: $status, reason: $reason) {
      id
      status
    }
  }
`)

export function Profile({ user, onChange }: { user: ConsoleProfileFragment; onChange: () => void }) {
  const { t } = useTranslation()
  const [, setStatus] = useMutation(SET_STATUS)
  const isBanned = user.status === 'BANNED'
  return (
    <>
      <Facts
        facts={[
          [t('consolePlayers.id'), user.id],
          [t('consolePlayers.displayName'), user.displayName],
          [t('consolePlayers.email'), user.email ?? '–'],
          [t('consolePlayers.status'), user.status],
          [t('consolePlayers.timeZone'), user.timeZone],
          [t('consolePlayers.since'), formatMoment(user.createdAt)],
          [t('consolePlayers.diamonds'), formatNumber(user.wallet?.diamonds ?? 0)],
          [t('consolePlayers.gold'), formatNumber(user.wallet?.gold ?? 0)],
        ]}
      />
      <div className={styles.row}>
        {hasRole('admin.support') && (
          <ActWithReason
            key={user.status}
            label={t(isBanned ? 'consolePlayers.unban' : 'consolePlayers.ban')}
            description={t(isBanned ? 'consolePlayers.unbanText' : 'consolePlayers.banText')}
            act={async reason => {
              const status = isBanned ? 'ACTIVE' : 'BANNED'
              const { error } = await setStatus({ userId: user.id, status, reason })
              if (error === undefined) onChange()
              return error === undefined ? null : errorText(error)
            }}
          />
        )}
        {hasRole('admin.economy') && <AdjustWallet userId={user.id} onDone={onChange} />}
      </div>
      <h2>{t('consolePlayers.sessions')}</h2>
      <ServerTable
        label={t('consolePlayers.sessions')}
        rows={user.sessions ?? []}
        columns={[
          { title: t('consolePlayers.device'), cell: session => session.userAgent ?? '–' },
          { title: t('consolePlayers.address'), cell: session => session.ipAddress ?? '–' },
          { title: t('consolePlayers.lastSeen'), cell: session => formatFromNow(session.lastSeenAt) },
          {
            title: t('consolePlayers.actions'),
            cell: session => hasRole('admin.support') && <EndSession id={session.id} onDone={onChange} />,
          },
        ]}
      />
    </>
  )
}
