import { hash } from '../seeded-random.js'

/** The faults of a run; they depend on what is asked of whom, not on when or together with what. */
export interface ModelFaults {
  /** True when a subgraph does not answer at all. */
  isDown(subgraph: string): boolean
  /** True when a subgraph does not find an entity: it answers null, without an error. */
  isMissing(subgraph: string, identity: string): boolean
  /** True when a subgraph fails at a field of an object. */
  fails(subgraph: string, identity: string, field: string): boolean
}

export const soundSubgraphs: ModelFaults = { isDown: () => false, isMissing: () => false, fails: () => false }

export function faultsBySeed(seed: number): ModelFaults {
  const happens = (percent: number, ...parts: string[]) => hash(seed, ...parts) % 100 < percent
  const kind = hash(seed, 'kind') % 4
  return {
    isDown: subgraph => kind === 0 && happens(40, 'down', subgraph),
    isMissing: (subgraph, identity) => kind !== 1 && happens(12, 'missing', subgraph, identity),
    fails: (subgraph, identity, field) => kind !== 2 && happens(8, 'field', subgraph, identity, field),
  }
}
