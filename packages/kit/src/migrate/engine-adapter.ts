import { PrismaPg } from '@prisma/adapter-pg'
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQueryable,
} from '@prisma/driver-adapter-utils'
import { DatabaseError, type Pool, type QueryArrayConfig } from 'pg'

/** Postgres' one-byte type "char", which its catalogues use. */
const CHAR_TYPE = 18
const TEXT_TYPE = 25

/** In the script's own transaction: a migration that a crash cut off is then known to have left nothing. */
const MARK_FINISHED =
  '\n;\nUPDATE "_prisma_migrations" SET "finished_at" = now() WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL'

/**
 * Prisma's adapter, with three things mended that the schema engine stumbles over:
 * it cuts scripts at every semicolon, also within function bodies, and runs the parts in transactions of their own;
 * it cannot read the type "char", so describing any database fails; and the engine does not know that since Postgres 18
 * NOT NULL is a constraint with a row of its own.
 */
export function createEngineAdapter(options: {
  pool: Pool
  /** Gets what Postgres said of a script that failed: the engine replaces some of it by words of its own. */
  onScriptError: (message: string) => void
}): SqlMigrationAwareDriverAdapterFactory {
  const { pool, onScriptError } = options
  const factory = new PrismaPg(readingChars(pool))
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => Promise.reject(new Error('Expected a difference that needs no shadow database.')),
    connect: async () => {
      const adapter = await factory.connect()
      return Object.assign(adapter, {
        executeScript: async (script: string) => await runScript({ pool, script, onScriptError }),
        queryRaw: mendDescriptions(adapter.queryRaw.bind(adapter)),
      })
    },
  }
}

/** A script without parameters is one message to Postgres, which runs it in one transaction. */
async function runScript(options: {
  pool: Pool
  script: string
  onScriptError: (message: string) => void
}): Promise<void> {
  const { pool, script, onScriptError } = options
  try {
    await pool.query(script + MARK_FINISHED)
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    const message = `${error.message}${lineOf(error, script)}`
    onScriptError(message)
    const { code = '', severity = 'ERROR', detail, column, hint } = error
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint })
  }
}

function lineOf(error: DatabaseError, script: string): string {
  if (error.position === undefined) return ''
  return ` (line ${script.slice(0, Number(error.position)).split('\n').length})`
}

/** Which columns of a result are of the type "char", by its rows. */
const charColumns = new WeakMap<object, readonly number[]>()

/** The pool as it is, but its results call the type "char" text, which the adapter can read. */
function readingChars(pool: Pool): Pool {
  const query = async (statement: QueryArrayConfig) => {
    const result = await pool.query(statement)
    charColumns.set(
      result.rows,
      result.fields.flatMap((field, index) => (field.dataTypeID === CHAR_TYPE ? [index] : [])),
    )
    for (const field of result.fields) if (field.dataTypeID === CHAR_TYPE) field.dataTypeID = TEXT_TYPE
    return result
  }
  return new Proxy(pool, {
    get: (target, key) => {
      if (key === 'query') return query
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Tells the engine of the characters again, and leaves out the constraints that it does not know. */
function mendDescriptions(queryRaw: SqlQueryable['queryRaw']): SqlQueryable['queryRaw'] {
  return async query => {
    const sql = query.sql.replace("contype NOT IN ('p', 'u', 'f')", "contype NOT IN ('p', 'u', 'f', 'n')")
    const result = await queryRaw({ ...query, sql })
    for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
}
