// `npm run gateway`: the gateway alone, before whatever supergraph SUPERGRAPH names, as containers run it; makes a fresh clone ready first.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare } from './prepare.mjs'

const root = path.dirname(import.meta.dirname)
await prepare({ root, build: true })
await import(pathToFileURL(path.join(root, 'gateway/dist/main.js')).href)
