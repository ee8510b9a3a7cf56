import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ResumeContext } from '../../../graph/live.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { AddFriend } from './add-friend.js'
import { BlockedList, FriendList } from './friend-list.js'
import { FRIENDS } from './friends-query.js'
import styles from './friends.module.css'
import { OwnPresence } from './own-presence.js'
import { PartyInvitations } from './party-invitations.js'
import { PartyPanel } from './party-panel.js'
import { Requests } from './requests.js'

const PRESENCE_CHANGED = graphql(`
  subscription FriendPresenceChanged {
    friendPresenceChanged {
      ...Acquaintance
    }
  }
`)

const PARTY_CHANGED = graphql(`
  subscription PartyChanged {
    partyChanged {
      ...PartyShown
    }
  }
`)

const PARTY_INVITED = graphql(`
  subscription PartyInvited {
    partyInvited {
      ...PartyInvitationShown
    }
  }
`)

const FRIENDS_CHANGED = graphql(`
  subscription FriendsChanged($after: ID) {
    friendsChanged(after: $after) {
      id
    }
  }
`)

/** From the first change on: one that comes between the query and the subscription is told, too. */
const FROM_THE_FIRST = { after: '0' }

/** Changes that come while the connection is lost are told after it. */
const RESUME: ResumeContext = {
  resume: { variable: 'after', from: data => (data['friendsChanged'] as { id?: string } | undefined)?.id },
}

/** By then an invitation is over at the server, too. */
const GRACE_MS = 1_000

/** An invitation that ends by itself is not told live. */
const firstExpiry = (invitations: readonly { readonly expiresAt: string }[]): number | null =>
  invitations.length === 0 ? null : Math.min(...invitations.map(({ expiresAt }) => Date.parse(expiresAt)))

export default function Friends() {
  const { t } = useTranslation()
  const { paging } = useFilters<object>({})
  const context = useMemo(() => ({ requestPolicy: 'cache-and-network' as const }), [])
  const [{ data, error }, ask] = useQuery({ query: FRIENDS, variables: { after: paging.after }, context })
  const reload = () => ask({ requestPolicy: 'network-only' })
  useSubscription({ query: PRESENCE_CHANGED })
  useSubscription({ query: PARTY_CHANGED })
  useSubscription({ query: PARTY_INVITED })
  useSubscription({ query: FRIENDS_CHANGED, variables: FROM_THE_FIRST, context: RESUME })
  const expiresAt = firstExpiry(data?.me?.partyInvitations ?? [])
  useEffect(() => {
    if (expiresAt === null) return undefined
    const timer = setTimeout(
      () => ask({ requestPolicy: 'network-only' }),
      Math.max(0, expiresAt - Date.now()) + GRACE_MS,
    )
    return () => clearTimeout(timer)
  }, [ask, expiresAt])
  return (
    <Screen title={t('friends.title')}>
      <Loaded data={data?.me} error={error} retry={reload}>
        {me => (
          <>
            <PartyInvitations invitations={me.partyInvitations ?? []} onAnswered={reload} />
            <div className={styles.columns}>
              <div className={styles.side}>
                <Requests requests={me.friendRequests ?? []} playerId={me.id} onAnswered={reload} />
                {me.friends && (
                  <section className={ui.card} aria-labelledby="friends">
                    <h2 id="friends">{t('friends.list')}</h2>
                    <p role="status" className={ui.muted}>
                      {me.friends.totalCount > 0
                        ? t('friends.count', { count: me.friends.totalCount })
                        : t('friends.none')}
                    </p>
                    <FriendList
                      friends={me.friends.edges.flatMap(({ node }) => node ?? [])}
                      party={me.party}
                      onChanged={reload}
                    />
                    <Pager
                      paging={paging}
                      pageInfo={me.friends.pageInfo}
                      totalCount={me.friends.totalCount}
                      label={t('friends.pages')}
                    />
                  </section>
                )}
                <PartyPanel me={me} onChanged={reload} />
              </div>
              <div className={styles.side}>
                <AddFriend onSent={reload} />
                <OwnPresence status={me.presence?.status ?? 'ONLINE'} hidden={me.presence?.hidden ?? false} />
                {(me.blockedUsers ?? []).length > 0 && (
                  <section className={ui.card} aria-labelledby="blocked">
                    <h2 id="blocked">{t('friends.blocked')}</h2>
                    <BlockedList blocked={me.blockedUsers ?? []} onChanged={reload} />
                  </section>
                )}
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Screen>
  )
}
