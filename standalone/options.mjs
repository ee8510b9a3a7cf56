// The options of `npm start`, read before any package is there.
import { parseArgs } from 'node:util'

const HELP = `Usage: npm start -- [options]                the whole of Waystone in one process
       npm run start:distributed -- [options]  gateway and subgraphs as processes of their own, with Redis

Options:
  --fresh        begin anew: first deletes the data directory's content; refuses where it is not all Waystone's
  --port <n>     port of the gateway (default 4000); distributed subgraphs take the next four
  --data <dir>   where the data stays between starts (default .data; distributed: distributed/ within it)
  --watch        restart when a source file changes, and compose changed schema files (npm run dev; standalone only)
  --help         this text

Environment: see "Settings" in docs/operating.md.
`

const PORT_DEFAULT = '4000'
const PORT_MAX = 65_535
/** The gateway and six subgraphs. */
const PORTS_DISTRIBUTED = 5

/** Ends the process with a plain message when an option is wrong. */
export function readOptions(args, env) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        fresh: { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        watch: { type: 'boolean', default: false },
        distributed: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help === true) {
      process.stdout.write(HELP)
      process.exit(0)
    }
    if (values.data?.trim() === '') throw new Error('--data must name a directory, and names none')
    if (values.watch && values.distributed) throw new Error('--watch is for the standalone only')
    const given = { port: values.port, data: values.data }
    return { ...values, data: values.data ?? '.data', ...portsOf(values, env), given }
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
}

function portsOf({ port: option, distributed }, env) {
  const [name, text] = option === undefined ? ['SERVICE_PORT', env.SERVICE_PORT || PORT_DEFAULT] : ['--port', option]
  const count = distributed ? PORTS_DISTRIBUTED : 1
  const first = Number(text)
  if (!/^\d+$/.test(text) || first < 1 || first + count - 1 > PORT_MAX)
    throw new Error(`${name} must be a port number from 1 to ${PORT_MAX - count + 1}, not "${text}"`)
  return { port: String(first), ports: Array.from({ length: count }, (_, place) => first + place) }
}

/** The command as it was given, ready for more options; `--fresh` is left out, so that no text repeats it unasked. */
export function commandOf({ watch, distributed, given }, changes = {}) {
  const script = watch ? 'npm run dev' : distributed ? 'npm run start:distributed' : 'npm start'
  const { port, data } = { ...given, ...changes }
  const options = [...(port === undefined ? [] : ['--port', port]), ...(data === undefined ? [] : ['--data', data])]
  return [script, '--', ...options.map(quoted)].join(' ')
}

const quoted = text => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
