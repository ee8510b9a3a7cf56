import type { EntityCache } from '@waystone/kit/cache'
import type { Database } from '@waystone/kit/postgres'
import type { QuestListing } from '../domain/quest-listing.js'
import type { CatalogPosition } from '../repositories/catalog.js'
import { readListingsSince, type ListingChanges, type Projection } from '../repositories/listing.js'
import { currentPosition } from './catalog-position.js'
import { catchUp } from './project-catalog.js'

/** The read model as of one revision. */
export interface Listings extends Projection {
  readonly byId: ReadonlyMap<string, QuestListing>
  /** In the order of the catalog, retired quests among them. */
  readonly all: readonly QuestListing[]
}

/** The read model in the process's memory. */
export interface ListingReader {
  /** Reads the current listings, which include every answered command. */
  current(): Promise<Listings>
}

const nothing: Listings = { generation: 0, revision: 0, byId: new Map(), all: [] }

/**
 * Keeps the listings, and reads those that have changed when the catalog's position has moved: from the
 * replica where it holds that position already, from the primary otherwise. So a replica that lags is never
 * seen to lag.
 */
export function createListingReader(needs: { cache: EntityCache; database: Database }): ListingReader {
  const { primary, reads } = needs.database
  let known = nothing
  let lastLoad: Promise<void> = Promise.resolve()

  const load = async (position: CatalogPosition): Promise<void> => {
    let changes = await readListingsSince(reads, known)
    if (!holds(changes, position)) changes = await readListingsSince(primary, known)
    if (!holds(changes, position)) {
      await catchUp({ pool: primary })
      changes = await readListingsSince(primary, known)
    }
    known = merge(known, changes)
  }

  return {
    current: async () => {
      const position = await currentPosition({ cache: needs.cache, primary })
      if (!holds(known, position)) {
        // Loads run one after the other: a caller whose position the previous load reached reads nothing.
        const mine = lastLoad.then(() => (holds(known, position) ? undefined : load(position)))
        // A load that fails is the error of its own caller only.
        lastLoad = mine.catch(() => {})
        await mine
      }
      return known
    },
  }
}

/** A later generation holds all that an earlier one held. */
const holds = (have: Projection, position: CatalogPosition): boolean =>
  have.revision >= position.revision && have.generation >= position.generation

function merge(known: Listings, { generation, revision, listings }: ListingChanges): Listings {
  const before = known.generation === generation ? known.byId : []
  const byId = new Map([...before, ...listings.map(listing => [listing.questId, listing] as const)])
  return { generation, revision, byId, all: [...byId.values()].toSorted((a, b) => a.position - b.position) }
}
