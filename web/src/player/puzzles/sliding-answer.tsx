import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.js'
import ui from '../../ui/ui.module.css'
import type { AnswerProps } from './answer-props.js'
import { directionOf, isInOrder, slide, tileToMove, type SlidingData } from './boards.js'
import styles from './puzzles.module.css'

/** Tiles move by a press, or by the arrow keys; the moves are the answer. */
export function SlidingAnswer({ data, busy, onAnswer }: AnswerProps<SlidingData>) {
  const { t } = useTranslation()
  const [{ tiles, moves }, setBoard] = useState(() => ({ tiles: data.tiles, moves: [] as readonly number[] }))
  const board = { size: data.size, tiles }
  const move = (tile: number | null) => {
    const moved = tile === null ? null : slide(board, tile)
    if (tile !== null && moved !== null) setBoard({ tiles: moved, moves: [...moves, tile] })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directionOf(event.key)
    if (direction === undefined) return
    event.preventDefault()
    move(tileToMove(board, direction))
  }
  const isSolved = isInOrder(tiles) && moves.length <= data.moves
  return (
    <div className={ui.stack}>
      <p id="moves-hint" className={ui.muted}>
        {t('puzzles.slidingHint')}
      </p>
      <div
        role="group"
        aria-label={t('puzzles.board')}
        aria-describedby="moves-hint"
        className={styles.board}
        style={{ gridTemplateColumns: `repeat(${data.size}, 1fr)` }}
        onKeyDown={onKeyDown}
      >
        {tiles.map(tile =>
          tile === 0 ? (
            <span key={tile} className={styles.gap} />
          ) : (
            <button
              key={tile}
              type="button"
              className={styles.cell}
              aria-label={t('puzzles.tile', { tile })}
              onClick={() => move(tile)}
            >
              {tile}
            </button>
          ),
        )}
      </div>
      <p role="status">
        {t('puzzles.moves', { count: moves.length, max: data.moves })}
        {!isSolved && moves.length >= data.moves && ` ${t('puzzles.tooManyMoves')}`}
      </p>
      <div className={ui.row}>
        <Button tone="primary" busy={busy} aria-disabled={!isSolved} onClick={() => isSolved && onAnswer(moves)}>
          {t('puzzles.answer')}
        </Button>
        <Button onClick={() => setBoard({ tiles: data.tiles, moves: [] })}>{t('puzzles.startAgain')}</Button>
      </div>
    </div>
  )
}
