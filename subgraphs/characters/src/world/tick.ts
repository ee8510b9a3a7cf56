/** How far apart the world's ticks are. */
export const TICK_MS = 40
export const TICKS_PER_SECOND = 1_000 / TICK_MS
