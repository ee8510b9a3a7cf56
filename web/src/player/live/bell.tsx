import { Link } from '@tanstack/react-router'
import { Bell as BellIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../generated/gql.js'
import type { ResumeContext } from '../../graph/live.js'
import { formatNumber } from '../../texts/format.js'
import styles from './bell.module.css'

const UNREAD = graphql(`
  query Unread {
    me {
      id
      unreadNotifications
    }
  }
`)

const RECEIVED = graphql(`
  subscription NotificationReceived($after: ID) {
    notificationReceived(after: $after) {
      id
      kind
      title
      body
      createdAt
      readAt
    }
  }
`)

/** Notifications that come while the connection is lost are told after it. */
const RESUME: ResumeContext = {
  resume: { variable: 'after', from: data => (data['notificationReceived'] as { id?: string } | undefined)?.id },
}

/** How many notifications are unread, in the frame of every screen; moves with `notificationReceived`. */
export function Bell() {
  const { t } = useTranslation()
  useSubscription({ query: RECEIVED, variables: { after: null }, context: RESUME })
  const [{ data }] = useQuery({ query: UNREAD })
  const unread = data?.me?.unreadNotifications ?? 0
  const label = unread === 0 ? t('notifications.bellNone') : t('notifications.bell', { count: unread })
  return (
    <Link to="/notifications" className={styles.bell} aria-label={label}>
      <BellIcon size={18} aria-hidden />
      <span role="status" aria-label={label}>
        {unread > 0 && formatNumber(unread)}
      </span>
    </Link>
  )
}
