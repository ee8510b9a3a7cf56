// `npm run build -w web`: bundles the pages into web/dist, with what the gateway serves beside them: compressed
// copies of each text, and the documents that the pages send by their hash.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'

const TEXT = /\.(html|js|css|svg)$/
/** Below it, what compression saves is less than a packet. */
const COMPRESSED_MIN_BYTES = 1_000

/** @throws Error when a page cannot be built */
export async function buildWeb() {
  const root = import.meta.dirname
  // Vite leaves one that is set: React would be that of development, twice as large.
  process.env.NODE_ENV = 'production'
  const { build } = await import('vite')
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
  const dist = path.join(root, 'dist')
  for (const file of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || !TEXT.test(file.name)) continue
    const place = path.join(file.parentPath, file.name)
    const text = readFileSync(place)
    if (text.length < COMPRESSED_MIN_BYTES) continue
    writeFileSync(`${place}.gz`, gzipSync(text, { level: 9 }))
    writeFileSync(`${place}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb()
