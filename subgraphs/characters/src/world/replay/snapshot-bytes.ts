import type { Snapshot } from '../simulation/snapshot.js'
import { createByteReader, createByteWriter } from './bytes.js'

/** All integers of a snapshot: writing 5,000 characters takes half a millisecond. */
export function bytesOfSnapshot(snapshot: Snapshot): Uint8Array<ArrayBuffer> {
  const { tick, nextSerial, nextDrop, gainsHeld, random, characters, monsters, drops, pets } = snapshot
  const bytes = createByteWriter()
  for (const number of [tick, nextSerial, nextDrop, gainsHeld]) bytes.uint(number)
  for (const words of [random, characters, monsters, drops, pets]) bytes.words(words)
  return bytes.take()
}

/** @throws RangeError for bytes that are no snapshot */
export function snapshotOfBytes(snapshot: Uint8Array): Snapshot {
  const bytes = createByteReader(snapshot)
  return {
    tick: bytes.uint(),
    nextSerial: bytes.uint(),
    nextDrop: bytes.uint(),
    gainsHeld: bytes.uint(),
    random: bytes.words(),
    characters: bytes.words(),
    monsters: bytes.words(),
    drops: bytes.words(),
    pets: bytes.words(),
  }
}
