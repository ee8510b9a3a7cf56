import { prismaAdapter, prismaReadAdapter, type Database } from '@waystone/kit/postgres'
import { PrismaClient } from '../generated/prisma/client.js'

export type Prisma = PrismaClient

/** Prisma's own 2 and 5 s are too little for a seed on a crowded machine. */
const TRANSACTIONS = { maxWait: 20_000, timeout: 20_000 }

/** Prisma over the subgraph's own pool; closing the pool closes it. */
export const createPrisma = ({ primary }: Database): Prisma =>
  new PrismaClient({ adapter: prismaAdapter(primary), transactionOptions: TRANSACTIONS })

/** For reads that may be a moment old. */
export const createPrismaReads = (database: Database): Prisma =>
  new PrismaClient({ adapter: prismaReadAdapter(database) })
