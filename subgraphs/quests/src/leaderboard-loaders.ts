import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Leaderboard } from './domain/leaderboards/leaderboard.js'
import { uuidOf } from './domain/uuid.js'
import { countPrizes, findPrizes, type PaidPrize } from './repositories/leaderboards/period.js'
import type { RankedEntry, RankKey } from './domain/leaderboards/rank.js'
import { countEntries, findAround, findEntries } from './repositories/leaderboards/rank.js'
import { rowsBy } from './repositories/pages.js'
import type { EntryKey } from './repositories/leaderboards/score.js'
import type { BoardReader } from './services/leaderboards/read-boards.js'

type PeriodOf = Omit<EntryKey, 'userId'>

/** One request's reads of leaderboards. Boards that are asked for the same share a statement. */
export interface LeaderboardLoaders {
  all(): Promise<readonly Leaderboard[]>
  one(id: string): Promise<Leaderboard | null>
  around(of: EntryKey & { radius: number }): Promise<readonly RankedEntry[]>
  /** One row more than the page holds tells whether there is another page. */
  entries(of: PeriodOf & { after: RankKey | null; limit: number }): Promise<readonly RankedEntry[]>
  entryCount(of: PeriodOf): Promise<number>
  prizes(of: {
    board: number
    after: { period: number; rank: number } | null
    limit: number
  }): Promise<readonly PaidPrize[]>
  prizeCount(board: number): Promise<number>
  /** After a write: forgets what this request has read. */
  clear(): void
}

export function createLeaderboardLoaders(boards: BoardReader, source: () => Promise<Queryable>): LeaderboardLoaders {
  const loaders = new Map<string, DataLoader<string, unknown>>()
  /** A loader for each set of arguments; the keys of one loader are read by one statement. */
  const load = <Key extends object, Value>(
    name: string,
    key: Key,
    read: (db: Queryable, keys: readonly Key[]) => Promise<readonly Value[]>,
  ): Promise<Value> => {
    const loader =
      loaders.get(name) ??
      new DataLoader<string, unknown>(async keys => {
        return await read(
          await source(),
          keys.map(one => JSON.parse(one) as Key),
        )
      })
    loaders.set(name, loader)
    return loader.load(JSON.stringify(key)) as Promise<Value>
  }
  return {
    all: () => boards.current(),
    one: async given => {
      const id = uuidOf(given)
      return (await boards.current()).find(board => board.id === id) ?? null
    },
    around: ({ radius, ...key }) =>
      load(`around ${radius}`, key, (db, asked: readonly EntryKey[]) => findAround(db, { asked, radius })),
    entries: ({ after, limit, ...key }) =>
      load(`entries ${limit} ${JSON.stringify(after)}`, key, (db, asked: readonly PeriodOf[]) =>
        findEntries(db, { asked, after, limit }),
      ),
    entryCount: key => load('entry count', key, countEntries),
    prizes: ({ after, limit, board }) =>
      load(`prizes ${limit} ${JSON.stringify(after)}`, { board }, async (db, asked: readonly { board: number }[]) => {
        const rows = await findPrizes(db, { boards: asked.map(one => one.board), after, limit })
        const found = rowsBy(rows, row => String(row.board))
        return asked.map(one => found.get(String(one.board)) ?? [])
      }),
    prizeCount: board =>
      load('prize count', { board }, async (db, asked: readonly { board: number }[]) => {
        const counts = await countPrizes(
          db,
          asked.map(one => one.board),
        )
        return asked.map(one => counts.get(one.board) ?? 0)
      }),
    clear: () => loaders.clear(),
  }
}
