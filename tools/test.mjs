// `npm test`: makes a fresh clone ready, then runs the suites. Arguments go to vitest, such as a path or
// --project unit; --changed runs what the changes since main affect, --changed=REF those since another
// commit.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { affectingFiles } from './changed-files.mjs'
import { whenNpmEnds } from './npm-parent.mjs'
import { prepare } from './prepare.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const args = process.argv.slice(2).filter(arg => !isChanged(arg))
const changed = process.argv.slice(2).find(isChanged)

const projects = names => (args.includes('--project') ? [] : names.flatMap(name => ['--project', name]))
// `built` runs suites of `gateway` once more, which shows little while its sources change.
const command =
  changed === undefined
    ? ['run', ...projects(['unit', 'house', 'gateway', 'integration', 'built'])]
    : ['related', '--run', ...projects(['unit', 'house', 'gateway', 'integration']), ...affecting(changed)]

await prepare({ root })
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
const child = spawn(process.execPath, [vitest, ...command, ...args], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
whenNpmEnds(() => child.kill('SIGTERM'))
child.on('exit', code => process.exit(code ?? 1))

function isChanged(arg) {
  return /^--changed(=|$)/.test(arg)
}

function affecting(option) {
  try {
    const { since, files } = affectingFiles(root, option.split('=')[1])
    if (files.length > 0) return files
    process.stderr.write(`Nothing has changed since ${since}.\n`)
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
