/** The features that supergraphs and operations must have, for the test to say something about it. */
export const FEATURES = [
  'several keys',
  'key that is not resolvable',
  'composite key',
  'nested key',
  'requires over 1 subgraph',
  'requires over 2 subgraphs',
  'requires over 3 subgraphs',
  'requires with nested selections',
  'requires with a list',
  'requires across an interface object',
  'interface object within another',
  'value from a context',
  'context that its selection does not name',
  'value from the inner one of two contexts',
  'provides',
  'shareable value type',
  'interface object',
  'entity interface',
  'override',
  'union',
  'interface spread over subgraphs',
  'arguments',
  'one key with different arguments',
  'list',
  'list of lists',
  'null where it is allowed',
  'entity that is missing',
  'error of a field',
  'subgraph that is down',
  'fragment spread',
  'inline fragment',
  'alias',
  'skip',
  'include',
  'variable',
] as const

export type Feature = (typeof FEATURES)[number]

/** How often each feature took part in an answer. */
export class Coverage {
  readonly counts = new Map<Feature, number>()

  note(feature: Feature): void {
    this.counts.set(feature, (this.counts.get(feature) ?? 0) + 1)
  }

  get missing(): readonly Feature[] {
    return FEATURES.filter(feature => !this.counts.has(feature))
  }
}
