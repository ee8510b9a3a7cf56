import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.js'
import ui from '../../ui/ui.module.css'
import type { AnswerProps } from './answer-props.js'
import { directionOf, lampsAfter, placeBeside, type LampsData } from './boards.js'
import styles from './puzzles.module.css'

/** Lamps are pressed, also by Enter and Space; arrow keys lead from one to the next. */
export function LampsAnswer({ data, busy, onAnswer }: AnswerProps<LampsData>) {
  const { t } = useTranslation()
  const [presses, setPresses] = useState<readonly number[]>([])
  const board = useRef<HTMLDivElement>(null)
  const on = lampsAfter(data, presses)
  const press = (lamp: number) =>
    setPresses(presses.includes(lamp) ? presses.filter(one => one !== lamp) : [...presses, lamp])
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directionOf(event.key)
    const lamps = [...(board.current?.querySelectorAll('button') ?? [])]
    const place = lamps.findIndex(lamp => lamp === event.target)
    if (direction === undefined || place === -1) return
    event.preventDefault()
    lamps[placeBeside(place, direction, data)]?.focus()
  }
  return (
    <div className={ui.stack}>
      <p id="lamps-hint" className={ui.muted}>
        {t('puzzles.lampsHint')}
      </p>
      <div
        ref={board}
        role="group"
        aria-label={t('puzzles.board')}
        aria-describedby="lamps-hint"
        className={styles.board}
        style={{ gridTemplateColumns: `repeat(${data.columns}, 1fr)` }}
        onKeyDown={onKeyDown}
      >
        {Array.from({ length: data.rows * data.columns }, (_, lamp) => (
          <button
            key={lamp}
            type="button"
            className={`${styles.cell} ${styles.lamp}`}
            aria-pressed={on.has(lamp)}
            aria-label={t('puzzles.lamp', {
              row: Math.floor(lamp / data.columns) + 1,
              column: (lamp % data.columns) + 1,
            })}
            onClick={() => press(lamp)}
          >
            {on.has(lamp) ? '●' : '○'}
          </button>
        ))}
      </div>
      <p role="status">{on.size === 0 ? t('puzzles.allOff') : t('puzzles.lampsOn', { count: on.size })}</p>
      <div className={ui.row}>
        <Button
          tone="primary"
          busy={busy}
          aria-disabled={on.size > 0}
          onClick={() => on.size === 0 && onAnswer(presses.toSorted((a, b) => a - b))}
        >
          {t('puzzles.answer')}
        </Button>
        <Button onClick={() => setPresses([])}>{t('puzzles.startAgain')}</Button>
      </div>
    </div>
  )
}
