import { isSameCell } from './grid.js'
import type { FindPath } from './path-finder.js'
import type { Cell } from './protocol.js'
import { createWalker, type Walker } from './walker.js'

/** Ticks without a step from the server, after which steps that it has not confirmed are taken back: two seconds. */
const QUIET_TICKS_MAX = 50

/** `corrected`: it was predicted to be elsewhere. */
export type Motion = 'still' | 'moved' | 'corrected'

/**
 * Where the player's own character will be once the server has applied what was sent. It walks when the command
 * is sent, and the server's steps confirm its way; a step of the server that was not predicted corrects it.
 */
export interface Prediction {
  readonly walker: Pick<Walker, 'at' | 'next' | 'progress'>
  /** False while ticks change nothing. */
  readonly isBusy: boolean
  /** A command was sent that makes it walk to a cell, or stand. */
  intend(sequence: number, goal: Cell | null): void
  /** The command was answered, or its answer was lost. */
  settle(sequence: number, accepted: boolean): Motion
  /** The server has applied or refused all commands up to this one. */
  acknowledge(sequence: number): void
  /** The server's character has made a step. */
  confirm(to: Cell): Motion
  /** Where a snapshot has the character; it goes on walking. */
  resume(at: Cell): Motion
  /** It is down: it stands where the server has it, and has forgotten what was sent. */
  halt(): Motion
  /** Before it is told, nothing is predicted. */
  know(map: FindPath): void
  tick(cellsPerSecond: number): Motion
}

export function createPrediction(start: Cell): Prediction {
  const walker = createWalker(start)
  let findPath: FindPath | null = null
  /** Where the server last had it. */
  let confirmed = start
  /** Cells that it has walked over since, in order. */
  let ahead: Cell[] = []
  /** Commands that are not answered yet, the oldest first. */
  let unsettled: { readonly sequence: number; readonly goal: Cell | null }[] = []
  /** Of the last command that was accepted. */
  let goal: Cell | null = null
  let sent = 0
  let acknowledged = 0
  let quietTicks = 0

  const follow = () => {
    const last = unsettled.at(-1)
    const towards = last === undefined ? goal : last.goal
    if (towards === null) walker.stand()
    else walker.walkTo(towards, findPath)
  }
  const correct = (at: Cell): Motion => {
    const before = walker.at
    const wasPredicted = walker.isWalking || ahead.length > 0
    confirmed = at
    ahead = []
    walker.place(at)
    follow()
    if (isSameCell(before, at)) return 'still'
    return wasPredicted ? 'corrected' : 'moved'
  }
  /** Steps that the server does not make: it stands, whatever was intended. */
  const isOverdue = () =>
    ahead.length > 0 && quietTicks > QUIET_TICKS_MAX && unsettled.length === 0 && acknowledged >= sent

  return {
    walker,
    get isBusy() {
      return walker.isWalking || ahead.length > 0
    },
    intend: (sequence, towards) => {
      sent = sequence
      quietTicks = 0
      unsettled.push({ sequence, goal: towards })
      follow()
    },
    settle: (sequence, accepted) => {
      const command = unsettled.find(one => one.sequence === sequence)
      if (command === undefined) return 'still'
      unsettled = unsettled.filter(one => one !== command)
      if (!accepted) return correct(confirmed)
      goal = command.goal
      return 'still'
    },
    acknowledge: sequence => {
      acknowledged = sequence
    },
    confirm: to => {
      quietTicks = 0
      const [first] = ahead
      const { next } = walker
      if (first === undefined && next !== null && isSameCell(next, to)) {
        // The server is ahead.
        walker.finishStep()
        confirmed = to
        return 'moved'
      }
      if (first === undefined || !isSameCell(first, to)) return correct(to)
      ahead.shift()
      confirmed = to
      return 'still'
    },
    resume: at => {
      quietTicks = 0
      const walked = [confirmed, ...ahead].findIndex(cell => isSameCell(cell, at))
      if (walked === -1) return correct(at)
      confirmed = at
      ahead = ahead.slice(walked)
      return 'still'
    },
    halt: () => {
      unsettled = []
      goal = null
      return correct(confirmed)
    },
    know: map => {
      findPath = map
      follow()
    },
    tick: cellsPerSecond => {
      const to = walker.tick(cellsPerSecond)
      if (to !== null) ahead.push(to)
      if (ahead.length > 0) quietTicks++
      if (!isOverdue()) return to === null ? 'still' : 'moved'
      goal = null
      return correct(confirmed)
    },
  }
}
