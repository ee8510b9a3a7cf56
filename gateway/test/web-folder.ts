import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export const SCRIPT = `console.log(${JSON.stringify('waystone '.repeat(400))})\n`
export const PLAYER =
  '<!doctype html><title>Waystone</title><script type="module" src="/assets/player-1a2b3c.js"></script>'
export const CONSOLE =
  '<!doctype html><title>Console</title><script type="module" src="/assets/player-1a2b3c.js"></script>'

/** Writes a folder as the build of web/ leaves it; `files` are added, and null leaves one out. */
export async function writeWebFolder(files: Readonly<Record<string, string | Buffer | null>> = {}): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'web-'))
  const all = {
    'player.html': PLAYER,
    'player.html.gz': gzipSync(PLAYER),
    'console.html': CONSOLE,
    'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'assets/player-1a2b3c.js': SCRIPT,
    'assets/player-1a2b3c.js.br': brotliCompressSync(SCRIPT),
    'assets/player-1a2b3c.js.gz': gzipSync(SCRIPT),
    'assets/plain-4d5e6f.css': 'body{margin:0}',
    ...files,
  }
  for (const [name, content] of Object.entries(all)) {
    if (content === null) continue
    const file = path.join(directory, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  return directory
}
