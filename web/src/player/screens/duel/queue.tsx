import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { formatNumber, formatSpan } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'

const FIND = graphql(`
  mutation FindMatch {
    findMatch {
      __typename
      ... on MatchTicket {
        id
        rating
        waitingSince
      }
      ... on Match {
        ...Duel
      }
    }
  }
`)

const LEAVE = graphql(`
  mutation LeaveMatchQueue {
    leaveMatchQueue
  }
`)

/** The server keeps a place for a minute after it was asked for last. */
const KEEP_PLACE_MS = 20_000

interface Ticket {
  readonly rating: number
  readonly waitingSince: string
}

export function Queue({ now, onMatch }: { now: number; onMatch: (id: string) => void }) {
  const { t } = useTranslation()
  const [{ fetching }, find] = useMutation(FIND)
  const [, leave] = useMutation(LEAVE)
  const [ticket, setTicket] = useState<Ticket | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const look = async () => {
    const { data, error } = await find({})
    setProblem(data ? null : errorText(error))
    if (data?.findMatch.__typename === 'Match') onMatch(data.findMatch.id)
    else if (data?.findMatch.__typename === 'MatchTicket') setTicket(data.findMatch)
  }
  const stop = async () => {
    setTicket(null)
    // An opponent may have been found in this moment: the match comes by itself, and can be cancelled.
    const { error } = await leave({})
    setProblem(error === undefined ? null : errorText(error))
  }
  const isWaiting = ticket !== null
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setInterval(() => void look(), KEEP_PLACE_MS)
    return () => clearInterval(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- the timer goes on while the player waits
  }, [isWaiting])
  return (
    <section className={styles.card} aria-label={t('nav.duel')}>
      <p>{t('duel.rules')}</p>
      {ticket === null ? (
        <div>
          <Button tone="primary" busy={fetching} onClick={() => void look()}>
            {t('duel.find')}
          </Button>
        </div>
      ) : (
        <>
          <p>
            {t('duel.waiting', {
              rating: formatNumber(ticket.rating),
              span: formatSpan(now - Date.parse(ticket.waitingSince)),
            })}
          </p>
          <div>
            <Button onClick={() => void stop()}>{t('duel.leaveQueue')}</Button>
          </div>
        </>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
