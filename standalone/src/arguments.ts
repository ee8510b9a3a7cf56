import path from 'node:path'
import { parseArgs } from 'node:util'

export interface StartArguments {
  readonly port: number
  /** Absolute. */
  readonly dataDirectory: string
  /** True when each part runs as a process of its own. */
  readonly distributed: boolean
  /** True when the system runs from its sources and reloads on edits. */
  readonly dev: boolean
  /** The command that was used with its options, for texts that tell how to repeat it. */
  readonly command: string
}

/** The arguments that standalone/start.mjs passes on; it has checked them and printed the help. */
export function readArguments(argv: readonly string[]): StartArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '4000' },
      data: { type: 'string', default: '.data' },
      distributed: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      command: { type: 'string', default: 'npm start --' },
    },
  })
  const { distributed, dev, command } = values
  return { port: Number(values.port), dataDirectory: path.resolve(values.data), distributed, dev, command }
}
