import type { Command } from '../simulation/commands.js'
import { createByteReader, createByteWriter } from './bytes.js'
import { createCharacterNumbers, readCommand, writeCommand } from './command-bytes.js'

/** One tick as it happened: the simulation's input, and the hash of the state that came of it. */
export interface LoggedTick {
  readonly tick: number
  /** Milliseconds since 1970 when it was computed. */
  readonly at: number
  /** Those that were applied, in their order. */
  readonly commands: readonly Command[]
  readonly hash: number
}

/** Writes consecutive ticks of one map: six bytes for a tick without commands. */
export interface LogWriter {
  /** Ticks that were written since the last `take`. */
  readonly ticks: number
  write(tick: LoggedTick): void
  take(): Uint8Array<ArrayBuffer>
}

export function createLogWriter(): LogWriter {
  const bytes = createByteWriter()
  let numbers = createCharacterNumbers()
  let ticks = 0
  let lastAt = 0
  return {
    get ticks() {
      return ticks
    },
    write: ({ tick, at, commands, hash }) => {
      if (ticks === 0) bytes.uint(tick)
      // Of the clock, which may be set back, the difference is a byte or two.
      bytes.int(at - lastAt)
      bytes.uint(commands.length)
      for (const command of commands) writeCommand(bytes, numbers, command)
      bytes.word(hash)
      lastAt = at
      ticks++
    },
    take: () => {
      numbers = createCharacterNumbers()
      ticks = 0
      lastAt = 0
      return bytes.take()
    },
  }
}

/** @throws RangeError for bytes that are no log */
export function* logOfBytes(log: Uint8Array): Generator<LoggedTick> {
  const bytes = createByteReader(log)
  const numbers = createCharacterNumbers()
  let tick = bytes.uint()
  let at = 0
  for (; !bytes.isAtEnd; tick++) {
    at += bytes.int()
    const commands = Array.from({ length: bytes.uint() }, () => readCommand(bytes, numbers))
    yield { tick, at, commands, hash: bytes.word() }
  }
}
