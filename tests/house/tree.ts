import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The folders that hold source, as the lint script cruises them. */
export const rooms = [
  'bench',
  'gateway',
  'ops',
  'packages',
  'prisma',
  'standalone',
  'subgraphs',
  'tests',
  'tools',
  'web',
] as const

export const subgraphs = ['characters', 'gacha', 'notifications', 'quests', 'social', 'users'] as const

const NOT_OURS = new Set(['node_modules', 'dist', 'dist-types', 'generated', '.turbo', '.data', '.cache'])

/** Files below a folder, relative to the root, with '/' between; nothing that is installed, built or generated. */
export function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(entry => !NOT_OURS.has(entry.name))
    .flatMap(entry => {
      const file = `${folder}/${entry.name}`
      return entry.isDirectory() ? filesBelow(file) : [file]
    })
}

export const sourceFiles = (): string[] => rooms.flatMap(filesBelow).filter(file => /\.(tsx?|mjs|cjs)$/.test(file))

export const isTest = (file: string): boolean =>
  /\.test\.ts$|^subgraphs\/[^/]+\/test\/|^(gateway|standalone)\/test\/|^tests\/|^packages\/kit\/src\/testing\//.test(
    file,
  )

export const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
