// `node tools/with-node.mjs 24 npm run test:e2e` runs a command under another release of Node, which comes
// from npm into .cache/.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/** The releases beside the oldest supported one, as CI and contributors have them. */
const RELEASES = { 22: '22.23.5', 24: '24.22.3' }

const [, , release = '', command, ...args] = process.argv
const version = RELEASES[release]
if (version === undefined || command === undefined) {
  process.stderr.write(`Usage: node tools/with-node.mjs <${Object.keys(RELEASES).join('|')}> <command> [arguments]\n`)
  process.exit(2)
}
const root = path.dirname(import.meta.dirname)
const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const place = path.join(root, '.cache', 'node', version)
const bin = path.join(place, 'node_modules', name, 'bin')
if (!existsSync(path.join(bin, 'node'))) {
  mkdirSync(place, { recursive: true })
  const install = ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`]
  const { status } = spawnSync('npm', install, { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}
const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }
const child = spawn(command, args, { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', error => {
  process.stderr.write(`${command}: ${error.message}\n`)
  process.exit(1)
})
child.on('exit', code => process.exit(code ?? 1))
