import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { DuelistQuery } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useServerClock } from '../quests/use-server-clock.js'
import { LiveDuel } from './live-duel.js'
import { PastDuels } from './past-duels.js'
import { Queue } from './queue.js'

const DUELIST = graphql(`
  query Duelist {
    me {
      id
      matchRating
      matches(first: 10) {
        edges {
          node {
            ...PastDuel
          }
        }
      }
    }
  }
`)

const MATCH_CHANGED = graphql(`
  subscription MatchChanged {
    matchChanged {
      ...Duel
    }
  }
`)

const MATCH = graphql(`
  query Duel($id: ID!) {
    match(id: $id) {
      ...Duel
    }
  }
  fragment Duel on Match {
    id
    status
    startedAt
    endsAt
    finishedAt
    winner {
      id
    }
    players {
      ratingBefore
      ratingAfter
      user {
        id
        username
      }
    }
    puzzle {
      id
      title
      statement
      kind
      data
      solution
    }
  }
`)

/** A message may be lost with its connection: a match on the screen is looked at again this often. */
const LOOK_AGAIN_MS = 5_000

/** The queue for a duel, the match that runs, and those that are over. */
export default function Duel() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: DUELIST, requestPolicy: 'cache-and-network' })
  const [matchId, setMatchId] = useState<string | null>(null)
  const match = useMatch(matchId, setMatchId)
  const now = useServerClock()
  const me = data?.me
  return (
    <Screen title={t('nav.duel')}>
      <Loaded data={me && { ...me, past: pastOf(me.matches) }} error={error} retry={reload}>
        {({ id, matchRating, past }) => (
          <>
            <p className={styles.muted}>
              {t('duel.rating')}: <strong>{formatNumber(matchRating ?? 0)}</strong>
            </p>
            {match === null ? (
              <Queue now={now} onMatch={setMatchId} />
            ) : (
              <LiveDuel key={match.id} match={match} viewerId={id} now={now} onAgain={() => setMatchId(null)} />
            )}
            <PastDuels viewerId={id} matches={past} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

/** Duels that are over: a duel that runs is on the screen already. */
const pastOf = (matches: NonNullable<DuelistQuery['me']>['matches']) =>
  (matches?.edges ?? []).flatMap(({ node }) => (node.status === 'WAITING' || node.status === 'RUNNING' ? [] : [node]))

/** The match on the screen: the one that the player is in comes by itself, also after a lost connection. */
function useMatch(matchId: string | null, setMatchId: (id: string) => void) {
  const [{ data: changed }] = useSubscription({ query: MATCH_CHANGED })
  const told = changed?.matchChanged
  useEffect(() => {
    if (told && (told.status === 'WAITING' || told.status === 'RUNNING')) setMatchId(told.id)
  }, [told, setMatchId])
  const [{ data }, look] = useQuery({
    query: MATCH,
    variables: { id: matchId ?? '' },
    pause: matchId === null,
    context: useMemo(() => ({ requestPolicy: 'cache-and-network' as const }), []),
  })
  const match = matchId === null ? null : (data?.match ?? null)
  const isOver = match === null || match.finishedAt !== null
  useEffect(() => {
    if (isOver) return undefined
    const timer = setInterval(() => look({ requestPolicy: 'network-only' }), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isOver, look])
  return match
}
