import type { RequestReads } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { createGuildLoaders } from './guild-loaders.js'

export type Loaders = ReturnType<typeof createLoaders>

/** One request's reads. */
export const createLoaders = (needs: { pool: Queryable; reads: RequestReads }) => ({ ...createGuildLoaders(needs) })
