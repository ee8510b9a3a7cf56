import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseMapFile } from './map-format.js'
import { parseMonsterKinds } from './monster-kinds.js'
import { linkWorld, type WorldContent } from './world-content.js'

/** The same five folders up from src/world/content/ and from dist/world/content/. */
export const CONTENT_DIRECTORY = fileURLToPath(new URL('../../../../../prisma/characters/content/', import.meta.url))
/** Where new characters begin. */
const START_KEY = 'dawnhaven'

/**
 * Reads all maps and kinds of monsters; synchronous, since it happens once, before anything else starts.
 * @throws ContentMistake
 */
export function readWorldContent(directory = CONTENT_DIRECTORY): WorldContent {
  const read = (file: string) => readFileSync(path.join(directory, file), 'utf8')
  const kinds = parseMonsterKinds('monsters.json', read('monsters.json'))
  const files = readdirSync(path.join(directory, 'maps'))
    .filter(name => name.endsWith('.txt'))
    // Not the order of the file system: indexes of maps are the same everywhere.
    .toSorted()
    .map(name => parseMapFile(`maps/${name}`, read(`maps/${name}`)))
  return linkWorld(files, { kinds, startKey: START_KEY })
}
