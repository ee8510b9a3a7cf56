import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PuzzlePlayedFragment } from '../../../generated/graphql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatSpan } from '../../../texts/format.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'
import { AnswerForm } from '../../puzzles/answer-form.js'
import puzzles from '../../puzzles/puzzles.module.css'
import { useServerClock } from '../quests/use-server-clock.js'

const ATTEMPT = graphql(`
  mutation AttemptPuzzle($puzzleId: ID!, $answer: JSON!, $idempotencyKey: ID!) {
    attemptPuzzle(puzzleId: $puzzleId, answer: $answer, idempotencyKey: $idempotencyKey) {
      __typename
      ... on PuzzleAttempt {
        id
        number
        correct
      }
      ... on Refusal {
        message
      }
    }
  }
`)

export function PuzzlePlay({ puzzle, reload }: { puzzle: PuzzlePlayedFragment; reload: () => void }) {
  const { t } = useTranslation()
  const now = useServerClock()
  const [{ fetching }, attempt] = useMutation(ATTEMPT)
  const intent = useIntent<unknown>(`puzzle:${puzzle.id}`)
  const outcome = useOutcome()
  const [said, setSaid] = useState<string | null>(null)
  const used = puzzle.myAttempts?.length ?? 0
  const leftMs = puzzle.closesAt ? Date.parse(puzzle.closesAt) - now : Infinity
  const answer = async (given: unknown): Promise<void> => {
    const { key, details, isOther } = intent.begin(given)
    const { data, error } = await attempt({ puzzleId: puzzle.id, answer: details, idempotencyKey: key })
    if (data) intent.settle()
    const made = outcome.check(data?.attemptPuzzle, error)
    if (made === null) return setSaid(null)
    // The request before had no answer: its attempt is made now, and this one is the next.
    if (isOther && !made.correct) return answer(given)
    const left = puzzle.attemptLimit - made.number
    setSaid(made.correct || left === 0 ? null : t('puzzles.wrong', { count: left }))
    return reload()
  }
  return (
    <div className={styles.card}>
      <p>{puzzle.statement}</p>
      <p className={styles.muted}>
        {[
          t('puzzles.attempts', { used, limit: puzzle.attemptLimit }),
          puzzle.solvedCount > 0 && t('puzzles.solvedBy', { count: puzzle.solvedCount }),
          leftMs > 0 && leftMs < Infinity && t('puzzles.closesIn', { span: formatSpan(leftMs) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {puzzle.myStatus === 'OPEN' ? (
        <AnswerForm kind={puzzle.kind} data={puzzle.data} busy={fetching} onAnswer={given => void answer(given)} />
      ) : (
        <Ended puzzle={puzzle} attempts={used} />
      )}
      {said && <Notice tone="warn">{said}</Notice>}
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
    </div>
  )
}

/** It takes the place of the form, and so the focus. */
function Ended({ puzzle, attempts }: { puzzle: PuzzlePlayedFragment; attempts: number }) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  const { myStatus, solution } = puzzle
  return (
    <div ref={place} tabIndex={-1} className={styles.stack}>
      {myStatus === 'SOLVED' ? (
        <Notice tone="good">
          <p>
            <strong>{t('puzzles.solved')}</strong>
          </p>
          <p>{t('puzzles.solvedBefore', { count: attempts })}</p>
        </Notice>
      ) : (
        <Notice>{t(myStatus === 'FAILED' ? 'puzzles.noneLeft' : 'puzzles.over')}</Notice>
      )}
      {solution !== null && solution !== undefined && (
        <p>
          {t('puzzles.solution')}: <span className={puzzles.text}>{solutionText(solution)}</span>
        </p>
      )}
    </div>
  )
}

const solutionText = (solution: unknown): string =>
  Array.isArray(solution) ? solution.join(' ') : typeof solution === 'string' ? solution : JSON.stringify(solution)
