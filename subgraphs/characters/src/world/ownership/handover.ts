import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import type { Handover } from '../../repositories/map-lease.js'
import type { WorldContent } from '../content/world-content.js'
import type { Snapshot } from '../simulation/snapshot.js'

export const handoverOf = (content: WorldContent, mapId: string, snapshot: Snapshot): Handover => ({
  contentVersion: versionOf(content, mapId),
  state: gzipSync(serialize(snapshot), { level: constants.Z_BEST_SPEED }),
})

/** Null where the state is of another content: the map then begins anew. */
export function snapshotOf(content: WorldContent, mapId: string, handover: Handover | null): Snapshot | null {
  if (handover === null || handover.contentVersion !== versionOf(content, mapId)) return null
  return deserialize(gunzipSync(handover.state)) as Snapshot
}

const versionOf = (content: WorldContent, mapId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([content.findMap(mapId), content.kinds]))
    .digest('hex')
