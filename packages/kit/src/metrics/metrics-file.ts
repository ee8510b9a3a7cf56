import { renameSync, writeFileSync } from 'node:fs'
import type { Registry } from 'prom-client'

/** Readable for node exporter, which runs as a user of its own. */
const MODE = 0o644

/**
 * Writes the metrics of a command that has ended where node exporter's textfile collector reads them. The file
 * appears whole or not at all.
 * @param file `….prom` in the directory that --collector.textfile.directory names.
 */
export async function writeMetricsFile(file: string, registry: Registry): Promise<void> {
  // The collector reads only names that end in .prom.
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, await registry.metrics(), { mode: MODE })
  renameSync(unfinished, file)
}
