import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Notice } from '../../../ui/notice.js'

const SENDING = graphql(`
  query ConsoleSending($id: ID!) {
    sending(id: $id) {
      id
      recipients
      done
      failed
      finishedAt
    }
  }
`)

const LOOK_MS = 1_000

/** How far a sending has come; it looks again until the last recipient has it. */
export function SendingProgress({ id }: { id: string }) {
  const { t } = useTranslation()
  const [{ data, fetching }, look] = useQuery({ query: SENDING, variables: { id }, requestPolicy: 'network-only' })
  const sending = data?.sending
  const isFinished = Boolean(sending?.finishedAt)
  useEffect(() => {
    if (isFinished || fetching) return undefined
    const timer = setTimeout(() => look({ requestPolicy: 'network-only' }), LOOK_MS)
    return () => clearTimeout(timer)
  }, [isFinished, fetching, look])
  if (!sending) return null
  const { done, recipients, failed } = sending
  const counts = { done: formatNumber(done), recipients: formatNumber(recipients), failed: formatNumber(failed) }
  return (
    <Notice tone={isFinished ? 'good' : 'plain'}>
      <p role="status">{t(isFinished ? 'consoleMail.finished' : 'consoleMail.underWay', counts)}</p>
      <progress aria-label={t('consoleMail.progress')} value={done + failed} max={Math.max(1, recipients)} />
    </Notice>
  )
}
