import { prismaAdapter } from '@waystone/kit/postgres'
import type { Pool } from 'pg'
import { PrismaClient } from '../generated/prisma/client.js'

export type Prisma = PrismaClient

/** Prisma over the subgraph's own pool; closing the pool closes it. */
export const createPrisma = (pool: Pool): Prisma => new PrismaClient({ adapter: prismaAdapter(pool) })
