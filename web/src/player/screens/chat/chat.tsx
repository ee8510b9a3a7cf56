import { Link } from '@tanstack/react-router'
import { Globe, MessageCircle, Shield, UsersRound } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { channelTitle } from './channel-title.js'
import own from './chat.module.css'

const CHANNELS = graphql(`
  query ChatChannels {
    me {
      id
      channels {
        id
        kind
        name
        unread
        with {
          id
          username
        }
      }
    }
  }
`)

const INBOX = graphql(`
  subscription ChatInbox {
    inboxMessage {
      id
    }
  }
`)

/** Of more, the server counts no further. */
const UNREAD_SHOWN_MAX = 99

/** The channels of the player, the one with the newest message first; what comes moves them as it comes. */
export default function Chat() {
  const { t } = useTranslation()
  const client = useClient()
  const [{ data, error }, reload] = useQuery({ query: CHANNELS, requestPolicy: 'cache-and-network' })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const { unsubscribe } = client.subscription(INBOX, {}).subscribe(() => {
      // Many messages at once are one look.
      timer ??= setTimeout(() => {
        timer = undefined
        reload({ requestPolicy: 'network-only' })
      }, RELOAD_MS)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [client, reload])
  return (
    <Screen title={t('nav.chat')}>
      <p className={styles.muted}>{t('chat.intro')}</p>
      <Loaded data={data?.me?.channels} error={error} retry={reload}>
        {channels =>
          channels.length === 0 ? (
            <p role="status">{t('chat.noChannels')}</p>
          ) : (
            <ul className={own.channels} aria-label={t('chat.channels')}>
              {channels.map(channel => (
                <li key={channel.id}>
                  <Link
                    to="/chat/$channelId"
                    params={{ channelId: channel.id }}
                    className={own.channel}
                    data-unread={channel.unread > 0}
                  >
                    <span className={own.title}>
                      <ChannelIcon kind={channel.kind} />
                      {channelTitle(channel, t)}
                    </span>
                    {channel.unread > 0 && (
                      <span className={styles.badge}>
                        <span aria-hidden="true">
                          {channel.unread > UNREAD_SHOWN_MAX ? t('chat.unreadMany') : channel.unread}
                        </span>
                        <span className={own.hidden}>{t('chat.unread', { count: channel.unread })}</span>
                      </span>
                    )}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Screen>
  )
}

const RELOAD_MS = 500

const ICONS = { WORLD: Globe, GUILD: Shield, PARTY: UsersRound, DIRECT: MessageCircle } as const

function ChannelIcon({ kind }: { kind: keyof typeof ICONS }) {
  const Icon = ICONS[kind]
  return <Icon size={18} aria-hidden />
}
