import { EXECUTED_FROM, EXECUTED_TO } from './projection.js'
import type { ViewBody } from './view-bodies.js'
import type { ViewChange } from './view-change.js'

/** An update for one viewer: everything that has happened around its character since the update before. */
export interface ViewUpdate {
  /** The newest tick that it covers. */
  readonly tick: number
  /** The server's clock at that tick, in milliseconds since 1970. */
  readonly at: number
  /** Consecutive from 1, the snapshot's. */
  readonly sequence: number
  readonly snapshot: boolean
  /**
   * The last number of a command of the viewer's client that the world has applied or refused; null before
   * the first.
   */
  readonly acknowledged: number | null
  readonly changes: readonly ViewChange[]
}

const marks = new RegExp(`[${EXECUTED_FROM}${EXECUTED_TO}]`, 'g')

/** Reads the body of a viewer with the plain projection. */
export const readUpdate = ({ parts }: Pick<ViewBody, 'parts'>): ViewUpdate =>
  JSON.parse(Buffer.concat(parts).toString().replaceAll(marks, '')) as ViewUpdate
