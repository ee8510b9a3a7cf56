import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a worker thread on a module. In a process that runs TypeScript as it is, the worker does so, too: an
 * `--import` of its own comes too late for its entry.
 * @param entry the module, by the extension that it has in this process: `new URL('./x.ts', import.meta.url)` where
 *   `import.meta.url` ends in `.ts`
 */
export function startWorker(entry: URL, options: WorkerOptions = {}): Worker {
  if (!entry.href.endsWith('.ts')) return new Worker(entry, options)
  const fromSource = `import('tsx/esm/api').then(({ register }) => { register(); return import('${entry.href}') })`
  return new Worker(fromSource, { ...options, eval: true })
}
