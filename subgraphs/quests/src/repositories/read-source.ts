import type { Queryable } from '@waystone/kit/postgres'
import type { PrismaClient } from '../generated/prisma/client.js'

/** Where reads go: Prisma and plain statements on the same pool. */
export interface ReadSource {
  readonly prisma: PrismaClient
  readonly pool: Queryable
}
