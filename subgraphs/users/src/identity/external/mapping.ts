import * as z from 'zod'

/** better-auth's own names; those of columns that an application may lack are null where it does. */
const defaults = {
  user: {
    table: 'user',
    columns: {
      id: 'id',
      name: 'name',
      email: 'email',
      createdAt: 'createdAt',
      username: 'username',
      displayUsername: 'displayUsername',
      role: 'role',
      banned: 'banned',
      banExpires: 'banExpires',
    },
    optional: ['username', 'displayUsername', 'role', 'banned', 'banExpires'],
  },
  session: {
    table: 'session',
    columns: {
      id: 'id',
      userId: 'userId',
      token: 'token',
      expiresAt: 'expiresAt',
      createdAt: 'createdAt',
      updatedAt: 'updatedAt',
      ipAddress: 'ipAddress',
      userAgent: 'userAgent',
    },
    optional: ['updatedAt', 'ipAddress', 'userAgent'],
  },
  jwks: {
    table: 'jwks',
    columns: { id: 'id', publicKey: 'publicKey', alg: 'alg', crv: 'crv', expiresAt: 'expiresAt' },
    optional: ['alg', 'crv', 'expiresAt'],
  },
} as const

export type ExternalTable = keyof typeof defaults
type ColumnOf<T extends ExternalTable> = keyof (typeof defaults)[T]['columns']

const name = z.string().min(1).max(63)
const tableSetting = (table: ExternalTable) => {
  const entries = Object.keys(defaults[table].columns).map(column => [column, name.optional()] as const)
  return z
    .strictObject({ table: name.optional(), columns: z.strictObject(Object.fromEntries(entries)).optional() })
    .optional()
}

const mapping = z.strictObject({
  schema: name.default('public'),
  user: tableSetting('user'),
  session: tableSetting('session'),
  jwks: tableSetting('jwks'),
})
/** The names that differ from better-auth's. */
export type ExternalMapping = z.output<typeof mapping>

/** `{"user":{"table":"users","columns":{"createdAt":"created_at"}}}`: each name that is left out is better-auth's. */
export const externalMappingSetting = z
  .string()
  .default('{}')
  .transform((text, problems): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      problems.addIssue('must be a JSON object')
      return z.NEVER
    }
  })
  .pipe(mapping)

/** A column of the database, as its catalog describes it. */
export interface FoundColumn {
  readonly table: string
  readonly column: string
  /** Postgres' short name of the type, such as text, uuid, int4 or timestamptz. */
  readonly type: string
}

/** A table of the application that can be read: its columns by better-auth's names, null for what it lacks. */
export interface MappedTable<T extends ExternalTable> {
  readonly schema: string
  readonly table: string
  readonly columns: Readonly<Record<ColumnOf<T>, FoundColumn | null>>
}

const ID_TYPES = ['text', 'varchar', 'bpchar', 'uuid', 'int4', 'int8']
const TIME_TYPES = ['timestamptz', 'timestamp']
const expectedTypes: Readonly<Record<string, readonly string[]>> = {
  id: ID_TYPES,
  userId: ID_TYPES,
  createdAt: TIME_TYPES,
  updatedAt: TIME_TYPES,
  expiresAt: TIME_TYPES,
  banExpires: TIME_TYPES,
  banned: ['bool'],
}

export const tableNameOf = (settings: ExternalMapping, table: ExternalTable): string =>
  settings[table]?.table ?? defaults[table].table

/**
 * Finds a table's columns among those of the database that the role may read.
 * @returns the table and everything that is wrong with it; it is of use only without problems
 */
export function mapTable<T extends ExternalTable>(
  table: T,
  settings: ExternalMapping,
  found: readonly FoundColumn[],
): { table: MappedTable<T>; problems: string[] } {
  const tableName = tableNameOf(settings, table)
  const named = (settings[table]?.columns ?? {}) as Readonly<Record<string, string | undefined>>
  const ofTable = found.filter(column => column.table === tableName)
  const columns: Record<string, FoundColumn | null> = {}
  const problems: string[] = []
  const where = `EXTERNAL_MAPPING: ${settings.schema}.${tableName}`
  if (ofTable.length === 0) problems.push(`${where} (${table}) is not there, or EXTERNAL_DATABASE_URL may not read it`)
  for (const [key, byDefault] of Object.entries(defaults[table].columns)) {
    const wanted = named[key] ?? byDefault
    const column = ofTable.find(candidate => candidate.column === wanted) ?? null
    columns[key] = column
    if (ofTable.length === 0) continue
    const mayLack = (defaults[table].optional as readonly string[]).includes(key) && named[key] === undefined
    if (column === null && !mayLack) problems.push(`${where} has no column "${wanted}" (${key}) that may be read`)
    const expected = expectedTypes[key]
    if (column !== null && expected !== undefined && !expected.includes(column.type))
      problems.push(`${where}: "${wanted}" (${key}) is of type ${column.type}, not ${expected.join(', ')}`)
  }
  return {
    table: { schema: settings.schema, table: tableName, columns: columns as MappedTable<T>['columns'] },
    problems,
  }
}
