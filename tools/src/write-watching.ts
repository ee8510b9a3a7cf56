import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand, print } from '@waystone/kit/command'
import { madeFiles } from './watching/made-files.js'

createCommand('ops:watching')
  .description(
    'Writes docs/metrics.md, the schema of log lines and the dashboards anew, after a change of their lists.',
  )
  .parse()

const root = fileURLToPath(new URL('../..', import.meta.url))
for (const [file, text] of madeFiles()) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
  print(file)
}
