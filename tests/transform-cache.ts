import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

const ROOMS = ['packages', 'subgraphs', 'prisma', 'gateway', 'standalone', 'tools', 'ops', 'tests']
const SKIPPED = new Set(['node_modules', 'dist', 'migrations'])
const KEPT_MS = 24 * 60 * 60 * 1_000

/**
 * Names the folder for transformed modules, which vitest keys by content. A transformed module holds resolved
 * paths, so the folder is another one when files come, go or move, or a package or its exports change.
 */
export function transformCache(root: string): string {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')))
  for (const file of ROOMS.flatMap(room => sources(root, room))) {
    hash.update(`\0${file}`)
    if (path.basename(file) === 'package.json') hash.update(readFileSync(path.join(root, file)))
  }
  const all = path.join(root, '.cache/transforms')
  const folder = path.join(all, hash.digest('hex').slice(0, 16))
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(all)) {
    const other = path.join(all, name)
    // A run that is under way may still write to a younger one.
    if (other !== folder && Date.now() - statSync(other).mtimeMs > KEPT_MS)
      rmSync(other, { recursive: true, force: true })
  }
  return folder
}

function sources(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap(entry => {
    if (SKIPPED.has(entry.name)) return []
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sources(root, file)
    return /\.(ts|mjs|json)$/.test(entry.name) ? [file] : []
  })
}
