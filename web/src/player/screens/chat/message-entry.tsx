import { useNavigate } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ChatMessageFragment } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { refusalText } from '../../../refusals/refusal.js'
import { formatRecent } from '../../../texts/format.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import own from './chat.module.css'
import { ReportButton } from './report-button.js'
import { useViewerId } from './use-viewer-id.js'

const OPEN_DIRECT = graphql(`
  mutation ChatOpenDirect($userId: ID!) {
    openDirectChannel(userId: $userId) {
      __typename
      ... on Channel {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** One message, with what can be done about it: write to its sender, or report it. */
export const MessageEntry = memo(function MessageEntry({ message }: { message: ChatMessageFragment }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const viewerId = useViewerId()
  const [{ fetching }, openDirect] = useMutation(OPEN_DIRECT)
  const { from, text, deleted, filtered, sentAt } = message
  const name = from?.username ?? t('chat.somebody')
  const isOfAnother = from?.id !== undefined && viewerId !== null && from.id !== viewerId
  const write = async () => {
    if (from === null || from === undefined || fetching) return
    const { data, error } = await openDirect({ userId: from.id })
    const result = data?.openDirectChannel
    if (result?.__typename === 'Channel') await navigate({ to: '/chat/$channelId', params: { channelId: result.id } })
    else showToast(result ? refusalText(result) : errorText(error))
  }
  return (
    <li className={own.message} data-own={from?.id !== undefined && from.id === viewerId}>
      <div className={own.head}>
        <span className={own.name}>{name}</span>
        <time dateTime={sentAt} className={styles.muted}>
          {formatRecent(sentAt)}
        </time>
        {isOfAnother && (
          <>
            <button
              type="button"
              className={`${own.small} ${own.act}`}
              aria-label={t('chat.writeTo', { name })}
              onClick={() => void write()}
            >
              {t('chat.write')}
            </button>
            {!deleted && <ReportButton messageId={message.id} name={name} />}
          </>
        )}
      </div>
      {deleted ? <p className={styles.muted}>{t('chat.notShown')}</p> : <p className={own.text}>{text}</p>}
      {filtered && !deleted && <p className={styles.muted}>{t('chat.filtered')}</p>}
    </li>
  )
})
