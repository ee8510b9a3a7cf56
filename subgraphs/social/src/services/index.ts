import { exportUser } from '../repositories/exported.js'
import { createGuildServices } from './guilds/index.js'
import type { Needs } from './needs.js'

export type Services = ReturnType<typeof createServices>

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs) => ({
  exportUser: (page: Parameters<typeof exportUser>[1]) => exportUser(needs.pool, page),
  ...createGuildServices(needs),
})
