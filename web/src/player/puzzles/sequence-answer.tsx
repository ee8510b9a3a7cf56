import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../texts/format.js'
import { Button } from '../../ui/button.js'
import { TextField } from '../../ui/text-field.js'
import ui from '../../ui/ui.module.css'
import type { AnswerProps } from './answer-props.js'
import type { SequenceData } from './boards.js'
import styles from './puzzles.module.css'

const NUMBER = /^[-−]?\d{1,15}$/

export function SequenceAnswer({ data, busy, onAnswer }: AnswerProps<SequenceData>) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  return (
    <form
      className={ui.form}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        const typed = text.trim()
        if (!NUMBER.test(typed)) setProblem(t('puzzles.numberNeeded'))
        else if (!busy) {
          setProblem(undefined)
          onAnswer(Number(typed.replace('−', '-')))
        }
      }}
    >
      <ol className={styles.terms} aria-label={t('puzzles.terms')}>
        {data.terms.map((term, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- terms may repeat, and never change
          <li key={place}>{formatNumber(term)}</li>
        ))}
        <li aria-hidden>?</li>
      </ol>
      <TextField
        label={t('puzzles.next')}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        problem={problem}
        onChange={({ target }) => setText(target.value)}
      />
      <div>
        <Button type="submit" tone="primary" busy={busy}>
          {t('puzzles.answer')}
        </Button>
      </div>
    </form>
  )
}
