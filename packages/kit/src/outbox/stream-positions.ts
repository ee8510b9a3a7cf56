import { compareStreamIds } from './streams.js'

/**
 * As the script answers: a stream's end, and of each group its name, the id last delivered and the first one
 * pending, or ''.
 */
export type StreamPosition = [end: string, groups: [name: string, delivered: string, firstPending: string][]]

export function hasAcknowledged(positions: StreamPosition[1], group: string, streamId: string): boolean {
  const position = positions.find(([name]) => name === group)
  if (position === undefined) return false
  const [, delivered, firstPending] = position
  return firstPending === '' ? compareStreamIds(streamId, delivered) <= 0 : compareStreamIds(streamId, firstPending) < 0
}
