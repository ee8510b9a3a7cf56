/** Time as an argument: domain and services never read the machine's clock themselves. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
