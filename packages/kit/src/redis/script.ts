import type { RedisConnection } from './connection.js'

/**
 * A Lua script on one connection: sent by its hash, loaded when the server does not know it. All keys lie in
 * one slot.
 */
export interface RedisScript {
  run(keys: readonly string[], values: readonly (string | number | Buffer)[]): Promise<unknown>
  /** The same with every string in the answer as a buffer. */
  runBinary(keys: readonly string[], values: readonly (string | number | Buffer)[]): Promise<unknown>
}

/** @param name unique on the connection. */
export function defineScript(connection: RedisConnection, name: string, lua: string): RedisScript {
  connection.defineCommand(name, { lua })
  // ioredis adds the two commands as methods at run time.
  const methods = connection as unknown as Record<string, ScriptMethod>
  const call = async (method: string, keys: readonly string[], values: readonly (string | number | Buffer)[]) => {
    const script = methods[method]
    if (script === undefined) throw new Error(`ioredis did not define the script ${method}`)
    return await script.call(connection, keys.length, ...keys, ...values)
  }
  return {
    run: (keys, values) => call(name, keys, values),
    runBinary: (keys, values) => call(`${name}Buffer`, keys, values),
  }
}

type ScriptMethod = (keyCount: number, ...rest: (string | number | Buffer)[]) => Promise<unknown>
