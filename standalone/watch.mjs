// Tells when a source file changes, for `npm run dev`.
import { watch } from 'node:fs'
import path from 'node:path'
import { sourceFiles } from '../tools/transpile.mjs'

/** Editors and code generators write several files at once. */
const QUIET_MS = 150
const SOURCE = /\.(ts|json|sql)$/

/** Resolves once a source file of the project has changed, been added or removed. Tests are none. */
export async function sourceChange(root, signal) {
  const folders = new Set(sourceFiles(root).map(file => path.dirname(path.join(root, file))))
  const watchers = []
  try {
    await new Promise(resolve => {
      let quiet
      const changed = (_, name) => {
        if (name !== null && (!SOURCE.test(name) || name.endsWith('.test.ts'))) return
        clearTimeout(quiet)
        quiet = setTimeout(resolve, QUIET_MS)
      }
      for (const folder of folders) watchers.push(watch(folder, changed))
      signal.addEventListener('abort', resolve, { once: true })
    })
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}
