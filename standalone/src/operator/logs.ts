import { createCommand, print, printJson } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import type { LogLine } from '@waystone/kit/log-line'
import { hashUser } from '@waystone/kit/logger'
import { findLines, LINES_MAX, logFiles, type Wanted } from './logs/find-lines.js'

interface Options {
  readonly request?: string
  readonly trace?: string
  readonly user?: string
  readonly from: string
  readonly json: boolean
}

const levels: Readonly<Record<LogLine['level'], string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
}
const NAME_WIDTH = 13
const LEVEL_WIDTH = 5

const program = createCommand('waystone logs')
  .description('Shows the log lines of one request, trace or user, of all processes in order.')
  .option('--request <id>', 'the id of a request, as its answer has it in x-request-id')
  .option('--trace <id>', 'the id of a W3C trace')
  .option('--user <id>', 'a user; LOG_USER_KEY of the environment is the key of the hash in the lines')
  .option(
    '--from <path>',
    'a log file, a directory of *.log, or - for standard input',
    process.env['LOG_DIRECTORY'] || '.',
  )
  .option('--json', 'print one JSON value', false)
  .addHelpText(
    'after',
    `
start:distributed writes its logs to LOG_DIRECTORY, which is the default of --from. With containers:
  docker compose logs --no-log-prefix | npx waystone logs --request <id> --from -
Exit code: 0 when lines were found, 1 when there are none, 2 for wrong usage.`,
  )
  .parse()

runMain(async () => {
  const options = program.opts<Options>()
  const wanted = wantedOf(options)
  const { lines, hasMore } = await findLines(filesOf(options.from), wanted)
  process.exitCode = lines.length > 0 ? 0 : 1
  if (options.json) return printJson(lines)
  if (lines.length === 0) print(`No line has the ${wanted.field} ${wanted.value}`)
  for (const line of lines) print(textOf(line))
  if (hasMore) print(`There are more than ${LINES_MAX.toLocaleString('en')} lines; these were read first`)
})

function wantedOf({ request, trace, user }: Options): Wanted {
  const given: Wanted[] = []
  if (request !== undefined) given.push({ field: 'requestId', value: request })
  if (trace !== undefined) given.push({ field: 'traceId', value: trace })
  if (user !== undefined) given.push({ field: 'userHash', value: hashUser(user, userKey()) })
  const [only, another] = given
  if (only !== undefined && another === undefined) return only
  return program.error('error: expected one of --request, --trace and --user')
}

function userKey(): string {
  const key = process.env['LOG_USER_KEY'] ?? ''
  return key === '' ? program.error('error: --user needs LOG_USER_KEY in the environment') : key
}

function filesOf(from: string): readonly string[] {
  try {
    return logFiles(from)
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error))
  }
}

/** `2026-11-30T03:04:05.678Z gateway       INFO  request operation=Me durationMs=3.1` */
function textOf({ time, name, level, msg, err, ...rest }: LogLine): string {
  const { pid: _pid, hostname: _hostname, requestId: _requestId, ...shown } = rest
  const fields = Object.entries(shown).map(([field, value]) => `${field}=${asText(value)}`)
  const head = [new Date(time).toISOString(), name.padEnd(NAME_WIDTH), levels[level].padEnd(LEVEL_WIDTH), msg]
  const error = err === undefined ? [] : [`err=${typeof err === 'string' ? err : `${err.type}: ${err.message}`}`]
  return [...head, ...fields, ...error].join(' ')
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
