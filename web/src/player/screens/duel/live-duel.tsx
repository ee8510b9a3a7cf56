import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { DuelFragment } from '../../../generated/graphql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useAct } from '../../../refusals/use-act.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatSpan } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { ConfirmButton } from '../../../ui/confirm-button.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'
import { AnswerForm } from '../../puzzles/answer-form.js'
import puzzles from '../../puzzles/puzzles.module.css'
import { DuelResult } from './duel-result.js'

const ANSWER = graphql(`
  mutation AnswerMatch($matchId: ID!, $answer: JSON!, $idempotencyKey: ID!) {
    answerMatch(matchId: $matchId, answer: $answer, idempotencyKey: $idempotencyKey) {
      __typename
      ... on Match {
        ...Duel
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const LEAVE = graphql(`
  mutation LeaveMatch($matchId: ID!) {
    leaveMatch(matchId: $matchId) {
      __typename
      ... on Match {
        ...Duel
      }
      ... on Refusal {
        message
      }
    }
  }
`)

interface LiveDuelProps {
  readonly match: DuelFragment
  readonly viewerId: string
  readonly now: number
  readonly onAgain: () => void
}

export function LiveDuel({ match, viewerId, now, onAgain }: LiveDuelProps) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  // The whole content of the screen has changed: readers begin at its heading.
  useEffect(() => heading.current?.focus(), [match.status])
  const opponent = match.players.find(({ user }) => user?.id !== viewerId)?.user?.username ?? t('duel.opponent')
  return (
    <section className={styles.card} aria-label={t('nav.duel')}>
      <h2 ref={heading} tabIndex={-1}>
        {t('duel.you')} – {opponent}
      </h2>
      {match.finishedAt ? (
        <DuelResult match={match} viewerId={viewerId} onAgain={onAgain} />
      ) : (
        <Play match={match} now={now} />
      )}
    </section>
  )
}

function Play({ match, now }: { match: DuelFragment; now: number }) {
  const { t } = useTranslation()
  const [{ fetching }, answer] = useMutation(ANSWER)
  const leave = useAct(LEAVE, data => data.leaveMatch)
  const variables = { matchId: match.id }
  const intent = useIntent<unknown>(`duel:${match.id}`)
  const outcome = useOutcome()
  const [isWrong, setWrong] = useState(false)
  const { puzzle } = match
  const give = async (given: unknown): Promise<void> => {
    const { key, details, isOther } = intent.begin(given)
    const { data, error } = await answer({ matchId: match.id, answer: details, idempotencyKey: key })
    if (data) intent.settle()
    const after = outcome.check(data?.answerMatch, error)
    const isRunning = after !== null && after.status === 'RUNNING'
    // The request before had no answer: its attempt is made now, and this one is the next.
    if (isOther && isRunning) return give(given)
    return setWrong(isRunning)
  }
  const why = outcome.problem ?? leave.problem
  const spanTo = (moment: string | null | undefined) => formatSpan(moment ? Date.parse(moment) - now : 0)
  return (
    <>
      {puzzle ? (
        <>
          <p>
            {t('duel.timeLeft')}: <span className={puzzles.clock}>{spanTo(match.endsAt)}</span>
          </p>
          <h3>{puzzle.title}</h3>
          <p>{puzzle.statement}</p>
          <AnswerForm kind={puzzle.kind} data={puzzle.data} busy={fetching} onAnswer={given => void give(given)} />
        </>
      ) : (
        <>
          <p role="status">{t('duel.ready')}</p>
          <p className={puzzles.clock}>{t('duel.startsIn', { span: spanTo(match.startedAt) })}</p>
        </>
      )}
      {isWrong && <Notice tone="warn">{t('duel.wrong')}</Notice>}
      {why && <Notice tone="bad">{why}</Notice>}
      <div>
        {puzzle ? (
          <ConfirmButton label={t('duel.giveUp')} text={t('duel.giveUpText')} act={() => leave.attempt(variables)} />
        ) : (
          <Button busy={leave.busy} onClick={() => void leave.attempt(variables)}>
            {t('duel.cancel')}
          </Button>
        )}
      </div>
    </>
  )
}
