import { constants, gunzipSync, gzipSync } from 'node:zlib'
import type { Handover } from '../../repositories/map-lease.js'
import type { WorldContent } from '../content/world-content.js'
import type { ReleasedMap } from '../loop/messages.js'
import { contentVersionOf } from '../replay/content-version.js'
import { bytesOfSnapshot, snapshotOfBytes } from '../replay/snapshot-bytes.js'
import type { Snapshot } from '../simulation/snapshot.js'

/** The states in which processes hand maps over, as bytes. */
export interface Handovers {
  write(map: Pick<ReleasedMap, 'acknowledged' | 'mapId' | 'snapshot'>): Handover
  /** Null where the state was computed with another content or other rules: the map then begins anew. */
  read(mapId: string, handover: Handover | null): Snapshot | null
}

export function createHandovers(content: WorldContent): Handovers {
  // Found out before a map stands still for it.
  const versions = new Map(content.maps.map(({ id }) => [id, contentVersionOf(content, id)]))
  return {
    write: ({ acknowledged, mapId, snapshot }) => ({
      contentVersion: versions.get(mapId) ?? '',
      state: gzipSync(bytesOfSnapshot(snapshot), { level: constants.Z_BEST_SPEED }),
      acknowledged,
    }),
    read: (mapId, handover) =>
      handover === null || handover.contentVersion !== versions.get(mapId)
        ? null
        : snapshotOfBytes(gunzipSync(handover.state)),
  }
}
