import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { createPool } from '../postgres/index.js'
import { createEngineAdapter } from './engine-adapter.js'

export type SchemaEngine = Awaited<ReturnType<typeof bindings.SchemaEngine.new>>

/** Prisma looks after every table, none is kept from it. */
export const allTables = { externalTables: [], externalEnums: [] }

/**
 * Runs `work` with Prisma's schema engine (its WebAssembly build: nothing is downloaded) on the database of `url`.
 * @throws Error with what Postgres said of a script that failed, else with the engine's message, without its trace.
 */
export async function withSchemaEngine<T>(
  options: { url: string; onLog?: (line: string) => void },
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await (loading ??= loadEngine())
  // One connection: the engine's advisory lock belongs to the session that took it.
  const pool = createPool({ connectionString: options.url, max: 1, application_name: 'waystone-migrate' })
  // The running statement fails too, and reports the error.
  pool.on('error', () => {})
  let scriptError: string | undefined
  const onScriptError = (message: string) => {
    scriptError = message
  }
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(createEngineAdapter({ pool, onScriptError }))
    const onLog = options.onLog ?? (() => {})
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, onLog, adapter)
    try {
      return await work(engine)
    } catch (error) {
      throw scriptError === undefined ? plainError(error) : new Error(scriptError, { cause: error })
    } finally {
      engine.free()
    }
  } finally {
    await pool.end()
  }
}

let loading: Promise<void> | undefined

/** A declaration that Node 20's types lack. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>
}

async function loadEngine(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': bindings })
  // As the package's own entry point does, which Node 20 cannot load.
  // oxlint-disable eslint/no-underscore-dangle -- the names are not ours
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  // oxlint-enable eslint/no-underscore-dangle
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: sayPanic } })
}

/** A panic ends the process, and would end it without a word. */
function sayPanic(message: string): void {
  process.stderr.write(`Prisma's schema engine panicked: ${message}\n`)
}

function plainError(error: unknown): Error {
  const message = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .filter(line => !/^ {3,}(\d+: |with |at )/.test(line))
    .join('\n')
  return new Error(message.trim(), { cause: error })
}
