// `npm test`: makes a fresh clone ready, then runs the suites. Arguments go to vitest, such as a path or --project unit.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { whenNpmEnds } from './npm-parent.mjs'
import { prepare } from './prepare.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const args = process.argv.slice(2)
const chosen = args.includes('--project')
  ? []
  : ['unit', 'house', 'integration', 'built'].flatMap(name => ['--project', name])

// The end-to-end journeys and the chaos suite start the distributed set-up, which runs the production build;
// `built` tests the gateway's bundle.
const needsBuild = ['built', 'e2e', 'chaos'].some(name => [...chosen, ...args].includes(name))
await prepare({ root, build: needsBuild })
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
const child = spawn(process.execPath, [vitest, 'run', ...chosen, ...args], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
whenNpmEnds(() => child.kill('SIGTERM'))
child.on('exit', code => process.exit(code ?? 1))
