import path from 'node:path'
import { parseArgs } from 'node:util'

export interface StartArguments {
  readonly port: number
  /** Absolute. */
  readonly dataDirectory: string
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
      command: { type: 'string', default: 'npm start --' },
    },
  })
  return { port: Number(values.port), dataDirectory: path.resolve(values.data), command: values.command }
}
