import { useEffect, useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'

const SERVER_TIME = graphql(`
  query ServerTime {
    serverTime
  }
`)

const TICK_MS = 1_000

/**
 * The time of the server, each second: countdowns run by it, since the clock of the device may be wrong. The device's
 * own until the answer is there.
 */
export function useServerClock(): number {
  const asked = useMemo(() => Date.now(), [])
  const [{ data }] = useQuery({ query: SERVER_TIME, context: useMemo(() => ({ requestPolicy: 'network-only' }), []) })
  const serverTime = data?.serverTime
  // Half of the time that the request took is the way back.
  const offsetMs = useMemo(
    () => (serverTime ? Date.parse(serverTime) - (asked + Date.now()) / 2 : 0),
    [serverTime, asked],
  )
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now + offsetMs
}
