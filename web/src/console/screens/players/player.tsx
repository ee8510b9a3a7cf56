import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { Tabs } from '../../parts/tabs.js'
import { EventList } from '../events/event-list.js'
import { AdminLog } from '../events/admin-log.js'
import { Ledger } from '../economy/ledger.js'
import { Purchases } from '../economy/purchases.js'
import { Declaration } from './declaration.js'
import { PlayerGame } from './player-game.js'
import { PlayerInventory } from './player-inventory.js'
import { Notes } from './notes.js'
import { Profile } from './profile.js'

const PLAYER = graphql(`
  query ConsolePlayer($id: ID!) {
    user(id: $id) {
      ...ConsoleProfile
    }
  }
  fragment ConsoleProfile on User {
    id
    username
    displayName
    email
    status
    timeZone
    createdAt
    wallet {
      id
      gold
      paidGold
      diamonds
      paidDiamonds
    }
    sessions {
      id
      lastSeenAt
      createdAt
      userAgent
      ipAddress
    }
  }
`)

/** All that is known of one player, and what may be done. */
export default function Player() {
  const { t } = useTranslation()
  const { userId = '' }: { userId?: string } = useParams({ strict: false })
  const [{ data, error }, reload] = useQuery({
    query: PLAYER,
    variables: { id: userId },
    requestPolicy: 'cache-and-network',
  })
  const title = data?.user?.username ?? t('consolePlayers.player')
  return (
    <Screen title={title}>
      <Loaded data={data} error={error} retry={() => reload({ requestPolicy: 'network-only' })}>
        {({ user }) =>
          user === null || user === undefined ? (
            <Notice tone="bad">{t('consolePlayers.unknown')}</Notice>
          ) : (
            <Tabs
              tabs={[
                {
                  name: t('consolePlayers.profile'),
                  content: () => <Profile user={user} onChange={() => reload({ requestPolicy: 'network-only' })} />,
                },
                { name: t('consolePlayers.ledger'), content: () => <Ledger userId={user.id} /> },
                { name: t('consolePlayers.purchases'), content: () => <Purchases userId={user.id} /> },
                { name: t('consolePlayers.game'), content: () => <PlayerGame userId={user.id} /> },
                { name: t('consolePlayers.inventory'), content: () => <PlayerInventory userId={user.id} /> },
                { name: t('consolePlayers.events'), content: () => <EventList userId={user.id} /> },
                { name: t('jurisdiction.title'), content: () => <Declaration userId={user.id} /> },
                { name: t('consolePlayers.notes'), content: () => <Notes userId={user.id} /> },
                { name: t('consoleEvents.adminLog'), content: () => <AdminLog userId={user.id} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Screen>
  )
}
