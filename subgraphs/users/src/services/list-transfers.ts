import type { RequestReads } from '@waystone/kit/graphql'
import type { BookedTransfer, TransferFilter } from '../domain/ledger-transfer.js'
import type { TimePosition } from '../domain/time-position.js'
import { countTransfers as countInDatabase, findTransfers } from '../repositories/ledger-transfer.js'
import type { Needs } from './needs.js'

/** One more transfer than `limit`, newest first. */
export const listTransfers = (
  _: Needs,
  request: { filter: TransferFilter; after: TimePosition | null; limit: number; reads: RequestReads },
): Promise<BookedTransfer[]> =>
  findTransfers(request.reads, request.filter, { after: request.after, limit: request.limit + 1 })

export const countTransfers = (
  _: Needs,
  { filter, reads }: { filter: TransferFilter; reads: RequestReads },
): Promise<number> => countInDatabase(reads, filter)
