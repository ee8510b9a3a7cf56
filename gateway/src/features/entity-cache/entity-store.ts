/**
 * Where entities are kept. Each is kept under the versions of its tags as they were before its subgraph was asked; an
 * invalidation gives a tag another version, and with that voids what is kept, and what is being fetched meanwhile.
 */
export interface EntityStore {
  /** Finds the kept entities, in the order of the look-ups. Null when the store cannot be used now. */
  find(lookups: readonly EntityLookup[]): Promise<readonly FoundEntity[] | null>
  /** Never fails: entities that cannot be kept are fetched again. */
  keep(entries: readonly KeptEntity[]): Promise<void>
  /** Once it has resolved, nothing that was fetched before is found any more. Rejects when that cannot be promised. */
  invalidate(tags: readonly string[]): Promise<void>
}

export interface EntityLookup {
  readonly tags: readonly string[]
  /** The first that has something counts. */
  readonly keys: readonly string[]
}

export interface FoundEntity {
  /** To keep an entity under that is fetched now. */
  readonly version: string
  readonly value: string | null
}

export interface KeptEntity {
  readonly key: string
  readonly version: string
  readonly value: string
  readonly ttlMs: number
}

/** A kept value with the version it belongs to. */
export const packed = ({ version, value }: Pick<KeptEntity, 'version' | 'value'>): string => `${version}\n${value}`

/** The value, if it is of this version. */
export function unpacked(text: string | null | undefined, version: string): string | null {
  if (text === null || text === undefined || !text.startsWith(`${version}\n`)) return null
  return text.slice(version.length + 1)
}
