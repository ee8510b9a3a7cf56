import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Pool, PoolClient } from 'pg'
import { root } from '../processes.js'

interface EntryKey {
  readonly board: number
  readonly period: number
  readonly userId: string
}
interface Score {
  readonly score: number
  readonly achievedAt: Date
}

/** The statements of the built quests subgraph that are measured, as far as they are used here. */
export interface BuiltBoards {
  openScores(
    tx: PoolClient,
    of: { keys: readonly EntryKey[]; closable: readonly number[] },
  ): Promise<readonly (Score | null)[]>
  writeScores(
    tx: PoolClient,
    of: {
      changes: readonly (EntryKey & { before: Score | null; after: Score })[]
      counted: readonly (EntryKey & { eventId: string; eventType: string })[]
    },
  ): Promise<void>
  findAround(
    from: Pool,
    of: { asked: readonly EntryKey[]; radius: number },
  ): Promise<readonly (readonly { readonly rank: number; readonly userId: string }[])[]>
  createBlockKeeper(needs: { pool: Pool }): () => Promise<void>
  recountBlocks(tx: PoolClient, of: { board: number; period: number }): Promise<void>
}

export async function importBoards(): Promise<BuiltBoards> {
  const parts = await Promise.all(
    [
      'repositories/leaderboards/score',
      'repositories/leaderboards/rank',
      'repositories/leaderboards/recounting',
      'services/leaderboards/keep-blocks',
    ].map(
      async file =>
        (await import(
          pathToFileURL(path.join(root, 'subgraphs', 'quests', 'dist', `${file}.js`)).href
        )) as Partial<BuiltBoards>,
    ),
  )
  return Object.assign({}, ...parts) as BuiltBoards
}
