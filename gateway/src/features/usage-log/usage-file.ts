import { appendFile, rename, stat } from 'node:fs/promises'

/**
 * At this size the file becomes `<path>.1`, in place of the one before: usage takes at most twice as much of
 * a disk.
 */
const FILE_BYTES_MAX = 100 * 1024 * 1024

/** Appends JSON lines to a file. Rejects when it cannot be written. */
export const usageFile =
  (path: string, bytesMax = FILE_BYTES_MAX) =>
  async (lines: readonly object[]): Promise<void> => {
    const size = await stat(path).then(
      file => file.size,
      () => 0,
    )
    if (size >= bytesMax) await rename(path, `${path}.1`)
    await appendFile(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''), { mode: 0o640 })
  }
