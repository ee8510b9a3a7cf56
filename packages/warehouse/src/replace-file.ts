import { open, rename } from 'node:fs/promises'
import path from 'node:path'

/** Replaces a file at once: a reader sees the old or the new one, also after a crash. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
  await syncFile(path.dirname(file))
}

/** Also for a directory, whose entries it makes last. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
