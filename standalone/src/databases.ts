import { createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { DatabaseSpec } from '@waystone/kit/embedded-postgres'

export const subgraphNames = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const
export type SubgraphName = (typeof subgraphNames)[number]

export const databaseName = (subgraph: SubgraphName): string => `waystone_${subgraph}`

/** A database of its own for each subgraph; the roles' passwords follow from a secret that no service knows. */
export const databaseSpecs = (secret: string): readonly DatabaseSpec[] =>
  subgraphNames.map(subgraph => ({
    name: databaseName(subgraph),
    role: databaseName(subgraph),
    password: createHmac('sha256', secret).update(`database ${subgraph}`).digest('base64url'),
  }))

/** The setting of a command that names the database of a subgraph. */
export const databaseSetting = <Name extends SubgraphName>(subgraph: Name) =>
  `${subgraph.toUpperCase() as Uppercase<Name>}_DATABASE_URL` as const

/** The URLs of all, as the environment of a command names them. */
export const databaseSettings = (url: (subgraph: SubgraphName) => string): Record<string, string> =>
  Object.fromEntries(subgraphNames.map(name => [databaseSetting(name), url(name)]))

/** Where the schema and migrations of a subgraph lie. */
export const prismaDirectory = (subgraph: SubgraphName): string =>
  fileURLToPath(new URL(`../../prisma/${subgraph}`, import.meta.url))

/** The contract of a subgraph. */
export const schemaFile = (subgraph: SubgraphName): string =>
  fileURLToPath(new URL(`../../subgraphs/${subgraph}/schema.graphql`, import.meta.url))
