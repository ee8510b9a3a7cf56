// `npm run findings`: runs each script of findings/, and says at the end which behave otherwise than they say.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const directory = fileURLToPath(new URL('../findings/', import.meta.url))
const scripts = readdirSync(directory).filter(name => name.endsWith('.sh'))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
})
if (values.help) {
  process.stdout.write(`Usage: npm run findings [-- <part of a name> ...]\n\n${scripts.join('\n')}\n`)
  process.exit(0)
}
const chosen = scripts.filter(name => positionals.length === 0 || positionals.some(part => name.includes(part)))
if (chosen.length === 0) {
  process.stderr.write(`No finding has such a name: ${positionals.join(' ')}\n`)
  process.exit(1)
}
const changed = chosen.filter(name => {
  process.stdout.write(`\n== ${name}\n`)
  return spawnSync('bash', [path.join(directory, name)], { stdio: 'inherit' }).status !== 0
})
process.stdout.write(`\n${chosen.length - changed.length} of ${chosen.length} behave as they say.\n`)
if (changed.length > 0) {
  process.stderr.write(`Changed, or not run to the end: ${changed.join(', ')}\n`)
  process.exit(1)
}
