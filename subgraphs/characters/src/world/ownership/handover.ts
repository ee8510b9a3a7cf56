import { constants, gunzipSync, gzipSync } from 'node:zlib'
import type { Handover } from '../../repositories/map-lease.js'
import type { WorldContent } from '../content/world-content.js'
import { contentVersionOf } from '../replay/content-version.js'
import { bytesOfSnapshot, snapshotOfBytes } from '../replay/snapshot-bytes.js'
import type { Snapshot } from '../simulation/snapshot.js'

/** The state in which a process gives a map up. */
export const handoverOf = (content: WorldContent, mapId: string, snapshot: Snapshot): Handover => ({
  contentVersion: contentVersionOf(content, mapId),
  state: gzipSync(bytesOfSnapshot(snapshot), { level: constants.Z_BEST_SPEED }),
})

/** Null where the state was computed with another content or other rules: the map then begins anew. */
export const snapshotOf = (content: WorldContent, mapId: string, handover: Handover | null): Snapshot | null =>
  handover === null || handover.contentVersion !== contentVersionOf(content, mapId)
    ? null
    : snapshotOfBytes(gunzipSync(handover.state))
