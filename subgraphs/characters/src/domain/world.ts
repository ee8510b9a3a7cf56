/** How far apart the world's ticks are. */
export const TICK_MS = 40

/** The status of a world that no loop runs yet: no tick, no characters in it. */
export const worldAtRest = {
  tick: 0,
  tickMs: TICK_MS,
  tickP50Ms: 0,
  tickP99Ms: 0,
  overruns: 0,
  playersOnline: 0,
} as const
