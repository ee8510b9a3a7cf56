import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { tableOf } from '@waystone/kit/command'
import { root } from '../chaos/instances.js'
import type { DrillRow } from './drill.js'

const FILE = path.join(root, 'bench', 'results', 'drills.json')

/** Rows of other drills, such as those of backups, stay as they are. */
interface Saved {
  readonly rows: readonly { readonly drill: string }[]
}

export function drillTable(rows: readonly DrillRow[]): string {
  return tableOf([
    ['drill', 'fault', 'without writes', 'failed requests', 'lost', 'operations', 'reads', 'events again'],
    ...rows.map(row => [
      row.drill,
      row.fault,
      `${row.withoutWritesMs} ms`,
      String(row.failedRequests),
      String(row.lostOperations),
      String(row.operations),
      String(row.reads),
      `${row.eventsAgainMs} ms`,
    ]),
  ])
}

/** Puts rows in the place of those of the same drills. */
export function saveDrills(rows: readonly DrillRow[]): string {
  const saved: Saved = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Saved) : { rows: [] }
  const names = new Set(rows.map(({ drill }) => drill))
  const result = {
    scenario: 'drills',
    date: new Date().toISOString(),
    node: process.version,
    rows: [
      ...saved.rows.filter(({ drill }) => !names.has(drill)),
      ...rows.map(({ problems, ...row }) => ({ ...row, passed: problems.length === 0 })),
    ],
  }
  mkdirSync(path.dirname(FILE), { recursive: true })
  writeFileSync(FILE, `${JSON.stringify(result, null, 2)}\n`)
  return FILE
}
