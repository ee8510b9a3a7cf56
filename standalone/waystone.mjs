#!/usr/bin/env node
// `npx waystone`: the operator's commands, from the production build. A clone that has none yet is made ready
// first, as `npm start` does; one that has keeps it, since a system may be running on it.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.dirname(import.meta.dirname)
const built = path.join(root, 'standalone/dist/operator/waystone.js')
if (!existsSync(built)) {
  const { prepare } = await import('../tools/prepare.mjs')
  await prepare({ root, build: true })
}
await import(pathToFileURL(built).href)
