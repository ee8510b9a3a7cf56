import { prismaAdapter, prismaReadAdapter, type Database } from '@waystone/kit/postgres'
import { PrismaClient } from '../generated/prisma/client.js'

export type Prisma = PrismaClient

/** As long as the pool itself waits for a connection: with Prisma's own 2 s, a crowd of sign-ups would fail. */
const TRANSACTION_WAIT_MAX_MS = 20_000
/** A sign-up hashes its password inside better-auth's transaction, in the queue of all that hash. */
const TRANSACTION_MAX_MS = 20_000

/** Prisma over the subgraph's own pool; closing the pool closes it. */
export const createPrisma = ({ primary }: Database): Prisma =>
  new PrismaClient({
    adapter: prismaAdapter(primary),
    transactionOptions: { maxWait: TRANSACTION_WAIT_MAX_MS, timeout: TRANSACTION_MAX_MS },
  })

/** For reads that may be a moment old. */
export const createPrismaReads = (database: Database): Prisma =>
  new PrismaClient({ adapter: prismaReadAdapter(database) })
