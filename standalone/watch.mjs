// Tells when a source file changes, for `npm run dev`.
import { watch } from 'node:fs'
import path from 'node:path'
import { sourceFiles, SUBGRAPHS } from '../tools/transpile.mjs'

/** Editors and code generators write several files at once. */
const QUIET_MS = 150
const SOURCE = /\.(ts|json|sql)$/

/**
 * Resolves once a source file of the project has changed, been added or removed, or the signal aborts. Tests
 * are none; contracts are one where `withContracts` says so: a process that runs follows them by itself.
 */
export async function sourceChange(root, { signal, withContracts }) {
  if (signal.aborted) return
  const files = [
    ...sourceFiles(root),
    ...(withContracts ? SUBGRAPHS.map(name => `subgraphs/${name}/schema.graphql`) : []),
  ]
  const folders = new Set(files.map(file => path.dirname(path.join(root, file))))
  const isSource = name =>
    (SOURCE.test(name) && !name.endsWith('.test.ts')) || (withContracts && name.endsWith('.graphql'))
  const watchers = []
  try {
    await new Promise(resolve => {
      let quiet
      const changed = (_, name) => {
        if (name !== null && !isSource(name)) return
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
