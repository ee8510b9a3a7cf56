// `npm run gateway`: the gateway alone, before whatever supergraph SUPERGRAPH names, as containers run it; makes a fresh clone ready first.
import path from 'node:path'
import { prepare } from '../tools/prepare.mjs'

await prepare({ root: path.dirname(import.meta.dirname), build: true })
process.setSourceMapsEnabled(true)
await import('./dist/main.js')
