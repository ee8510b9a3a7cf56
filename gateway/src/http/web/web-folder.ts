import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '@waystone/kit/config'
import { lookup } from 'mrmime'

/** An encoding of a file that the build made beside it, by the ending of its name. */
const ENCODINGS = { '.br': 'br', '.gz': 'gzip' } as const
export type Encoding = (typeof ENCODINGS)[keyof typeof ENCODINGS]

/** A build has a few MB; far more is some other folder, and would fill the memory. */
const FOLDER_MAX_BYTES = 64_000_000
const FILES_MAX = 5_000

/** A file of the build with all that its answers need. */
export interface WebFile {
  readonly contentType: string
  /** A strong validator for the bytes without encoding. */
  readonly hash: string
  readonly content: Buffer
  readonly encoded: ReadonlyMap<Encoding, Buffer>
}

/** Files by their path within the folder, such as `assets/index-1a2b3c.js`. */
export type WebFolder = ReadonlyMap<string, WebFile>

/**
 * Reads a built folder into memory, once. It has a few MB, a request then reads no disk, and no path of a
 * request ever reaches the file system: what is not in the map does not exist. Names that begin with a dot
 * and symbolic links are left out.
 * @returns null when there is no such folder.
 * @throws ConfigError for a folder that is too large for a build, or cannot be read.
 */
export function readWebFolder(directory: string): WebFolder | null {
  const names = namesIn(directory)
  if (names === null) return null
  const contents = new Map<string, Buffer>()
  let bytes = 0
  for (const name of names) {
    const content = readFileSync(path.join(directory, name))
    bytes += content.length
    if (bytes > FOLDER_MAX_BYTES)
      throw new ConfigError([`WEB: expected at most ${FOLDER_MAX_BYTES} bytes of built pages in ${directory}`])
    contents.set(name, content)
  }
  return new Map([...contents].flatMap(([name, content]) => entryOf(name, content, contents)))
}

function entryOf(name: string, content: Buffer, all: ReadonlyMap<string, Buffer>): readonly [string, WebFile][] {
  const ending = path.posix.extname(name)
  if (ending in ENCODINGS && all.has(name.slice(0, -ending.length))) return []
  const encoded = Object.entries(ENCODINGS).flatMap(([suffix, encoding]) => {
    const variant = all.get(name + suffix)
    return variant === undefined ? [] : [[encoding, variant] as const]
  })
  const file: WebFile = {
    contentType: contentTypeOf(name),
    hash: createHash('sha256').update(content).digest('base64url'),
    content,
    encoded: new Map(encoded),
  }
  return [[name, file]]
}

function contentTypeOf(name: string): string {
  const type = lookup(name) ?? 'application/octet-stream'
  return /^text\/|^application\/(json|manifest\+json)$|^image\/svg/.test(type) ? `${type}; charset=utf-8` : type
}

/** With `/` between the parts of a path. */
function namesIn(directory: string): readonly string[] | null {
  const names: string[] = []
  const visit = (within: string) => {
    for (const entry of readdirSync(path.join(directory, within), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      const name = within === '' ? entry.name : `${within}/${entry.name}`
      // A symbolic link is neither.
      if (entry.isDirectory()) visit(name)
      else if (entry.isFile()) names.push(name)
      if (names.length > FILES_MAX) throw new ConfigError([`WEB: expected at most ${FILES_MAX} files in ${directory}`])
    }
  }
  try {
    visit('')
  } catch (error) {
    if (error instanceof ConfigError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && names.length === 0) return null
    throw new ConfigError([
      `WEB: ${directory} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ])
  }
  return names
}
