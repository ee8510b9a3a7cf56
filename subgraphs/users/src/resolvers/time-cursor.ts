import { cursorPart, type CursorPart, type Page } from '@waystone/kit/graphql'
import type { TimePosition } from '../domain/time-position.js'

/** The cursors of lists whose newest row comes first. */
export const timeKey: readonly CursorPart[] = [cursorPart.time, cursorPart.uuid]

export function positionIn({ after }: Page): TimePosition | null {
  if (after === null) return null
  const [time = '', id = ''] = after
  return { at: new Date(time), id }
}
