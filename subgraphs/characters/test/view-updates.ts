import { readBodies, type ViewBodies } from '../src/world/notifier/view-bodies.js'
import { readUpdate, type ViewUpdate } from '../src/world/notifier/view-update.js'

/** The updates of viewers with the plain projection. */
export function updatesOf(bodies: ViewBodies | null): { readonly viewerId: number; readonly update: ViewUpdate }[] {
  const updates: { viewerId: number; update: ViewUpdate }[] = []
  if (bodies !== null) readBodies(bodies, body => updates.push({ viewerId: body.viewerId, update: readUpdate(body) }))
  return updates
}
