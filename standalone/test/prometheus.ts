import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { requireDebianTools } from '@waystone/kit/debian-tools'
import { freePort } from '@waystone/kit/process'
import { vi } from 'vitest'

const rules = fileURLToPath(new URL('../../ops/prometheus/rules/*.yml', import.meta.url))
const START_TIMEOUT_MS = 60_000

/** A real Prometheus with the rules of ops/, which scrapes one process every second. */
export interface Prometheus {
  /** The series that an instant query answers. @throws Error with Prometheus' words where it refuses. */
  query(expr: string): Promise<readonly { readonly metric: Readonly<Record<string, string>> }[]>
  /** Of each rule that has been evaluated, its state of health and the error, if there is one. */
  rules(): Promise<readonly { readonly name: string; readonly health: string; readonly lastError?: string }[]>
  close(): Promise<void>
}

export async function startPrometheus(options: { target: string }): Promise<Prometheus> {
  const { prometheus } = await requireDebianTools({ prometheus: 'prometheus' })
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-prometheus-'))
  const config = path.join(directory, 'prometheus.json')
  const scraped = { job_name: 'waystone', static_configs: [{ targets: [options.target] }] }
  const global = { scrape_interval: '1s', evaluation_interval: '1s', external_labels: { runbooks: 'https://test' } }
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ global, rule_files: [rules], scrape_configs: [scraped] }))
  const address = `127.0.0.1:${await freePort()}`
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${path.join(directory, 'data')}`,
    `--web.listen-address=${address}`,
    '--log.level=error',
  ]
  const child = spawn(prometheus, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const ask = async <Data>(what: string): Promise<Data> => {
    const response = await fetch(`http://${address}/api/v1/${what}`)
    const { data, error } = (await response.json()) as { data?: Data; error?: string }
    if (data === undefined) throw new Error(error ?? `Prometheus answers ${response.status}`)
    return data
  }
  const opened: Prometheus = {
    query: async expr => {
      const { result } = await ask<{ result: Awaited<ReturnType<Prometheus['query']>> }>(
        `query?query=${encodeURIComponent(expr)}`,
      )
      return result
    },
    rules: async () => {
      const { groups } = await ask<{ groups: { rules: Awaited<ReturnType<Prometheus['rules']>> }[] }>('rules')
      return groups.flatMap(group => group.rules)
    },
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
  try {
    // Rates need two scrapes.
    const scrapes = async () => (await opened.query('count_over_time(up[1m]) >= 3')).length
    await vi.waitUntil(async () => (await scrapes().catch(() => 0)) > 0, { timeout: START_TIMEOUT_MS, interval: 200 })
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}
