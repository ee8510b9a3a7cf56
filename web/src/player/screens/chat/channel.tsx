import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { channelTitle } from './channel-title.js'
import own from './chat.module.css'
import { MessageEntry } from './message-entry.js'
import { SendForm } from './send-form.js'
import { useMessages } from './use-messages.js'

const MARK_READ = graphql(`
  mutation ChatMarkRead($channelId: ID!, $upTo: SafeInt!) {
    markChannelRead(channelId: $channelId, upTo: $upTo) {
      id
      unread
      readUpTo
    }
  }
`)

/** How far from its end the list counts as being at its end, in pixels. */
const END_PX = 60

/** One channel: its messages, live, and the form to write one. */
export default function Channel() {
  const { t } = useTranslation()
  const { channelId } = useParams({ from: '/chat/$channelId' })
  const { channel, messages, hasOlder, error, readOlder, retry } = useMessages(channelId)
  const [, markRead] = useMutation(MARK_READ)
  const frame = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const newest = messages.at(-1)?.number ?? 0
  const [isReading, setReading] = useState(false)
  const older = async () => {
    setReading(true)
    await readOlder()
    setReading(false)
  }
  useEffect(() => {
    if (newest === 0) return
    if (document.visibilityState === 'visible') void markRead({ channelId, upTo: newest })
    // A reader who looks at older messages is left there.
    if (isAtEnd.current) frame.current?.scrollTo({ top: frame.current.scrollHeight })
  }, [channelId, newest, markRead])
  return (
    <Screen
      title={channel ? channelTitle(channel, t) : t('nav.chat')}
      actions={<Link to="/chat">{t('chat.back')}</Link>}
    >
      {channel === null && <Notice tone="warn">{t('chat.notReadable')}</Notice>}
      {channel !== null && (
        <Loaded data={channel} error={channel === undefined ? error : undefined} retry={retry}>
          {() => (
            <>
              <div
                ref={frame}
                className={own.messages}
                role="log"
                aria-label={t('chat.messages')}
                tabIndex={0}
                onScroll={({ currentTarget: { clientHeight, scrollHeight, scrollTop } }) => {
                  isAtEnd.current = scrollHeight - scrollTop - clientHeight < END_PX
                }}
              >
                {hasOlder && (
                  <Button busy={isReading} onClick={() => void older()}>
                    {t('chat.older')}
                  </Button>
                )}
                {!hasOlder && messages.length > 0 && <p className={styles.muted}>{t('chat.beginning')}</p>}
                {messages.length === 0 && <p className={styles.muted}>{t('chat.empty')}</p>}
                <ol className={own.list}>
                  {messages.map(message => (
                    <MessageEntry key={message.id} message={message} />
                  ))}
                </ol>
              </div>
              {error && <Notice tone="bad">{errorText(error)}</Notice>}
              <SendForm channelId={channelId} />
            </>
          )}
        </Loaded>
      )}
    </Screen>
  )
}
