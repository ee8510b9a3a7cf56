import { chmodSync, renameSync, writeFileSync } from 'node:fs'

/** Readable for node exporter, which runs as a user of its own. */
const MODE = 0o644

/**
 * Writes metrics of commands where node exporter's textfile collector reads them. The file appears whole or not at all.
 * @param file `….prom` in the directory that --collector.textfile.directory names.
 * @param text in Prometheus' text format
 */
export function writeMetricsFile(file: string, text: string): void {
  // The collector reads only names that end in .prom.
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, text)
  // A mode that is given to writeFileSync is lowered by the umask.
  chmodSync(unfinished, MODE)
  renameSync(unfinished, file)
}
