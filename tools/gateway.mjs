// `npm run gateway`: the gateway alone, for any supergraph that SUPERGRAPH names, as containers run it; makes
// a fresh clone ready first.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { whenNpmEnds } from './npm-parent.mjs'
import { prepare } from './prepare.mjs'

const root = path.dirname(import.meta.dirname)
await prepare({ root, build: true })
// The gateway runs in this process, and stops in order on the signal.
whenNpmEnds(() => process.kill(process.pid, 'SIGTERM'))
await import(pathToFileURL(path.join(root, 'gateway/dist/main.js')).href)
