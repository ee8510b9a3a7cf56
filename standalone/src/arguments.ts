import path from 'node:path'
import { parseArgs } from 'node:util'

export interface StartArguments {
  /** Delete the data directory first. */
  readonly fresh: boolean
  readonly port: number
  /** Absolute. */
  readonly dataDirectory: string
}

/** The arguments that standalone/start.mjs passes on; it has checked them and printed the help. */
export function readArguments(argv: readonly string[]): StartArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      fresh: { type: 'boolean', default: false },
      port: { type: 'string', default: '4000' },
      data: { type: 'string', default: '.data' },
    },
  })
  return { fresh: values.fresh, port: Number(values.port), dataDirectory: path.resolve(values.data) }
}
