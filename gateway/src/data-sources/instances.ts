import type { Clock } from '@waystone/kit/clock'

/** How long an instance that could not be reached is asked last. */
const REST_MS = 2_000

/** The instances of one subgraph: used in turn, those that lately failed last. */
export interface Instances {
  inOrder(): readonly string[]
  succeeded(url: string): void
  failed(url: string): void
}

export function createInstances(urls: readonly string[], clock: Clock): Instances {
  const failedAtMs = new Map<string, number>()
  let turn = 0
  return {
    inOrder: () => {
      turn = (turn + 1) % urls.length
      const turned = [...urls.slice(turn), ...urls.slice(0, turn)]
      if (failedAtMs.size === 0) return turned
      const restedBeforeMs = clock.now().getTime() - REST_MS
      const rests = (url: string) => (failedAtMs.get(url) ?? -Infinity) > restedBeforeMs
      return [...turned.filter(url => !rests(url)), ...turned.filter(rests)]
    },
    succeeded: url => {
      failedAtMs.delete(url)
    },
    failed: url => {
      failedAtMs.set(url, clock.now().getTime())
    },
  }
}
