import { randomBytes, randomUUID } from 'node:crypto'

/** Chance as an argument: tests give their own. */
export interface RandomSource {
  uuid(): string
  bytes(count: number): Buffer
}

/** The operating system's generator. */
export const systemRandom: RandomSource = { uuid: () => randomUUID(), bytes: count => randomBytes(count) }
