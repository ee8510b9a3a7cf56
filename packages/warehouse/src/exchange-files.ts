import type { DataFile } from './manifest.js'
import type { FactTable } from './table.js'
import type { Warehouse } from './warehouse.js'

/** Puts files in the place of others, by one commit. */
export const exchangeFiles = (
  warehouse: Warehouse,
  table: FactTable,
  { old, files }: { old: readonly DataFile[]; files: readonly DataFile[] },
): Promise<void> =>
  warehouse.commit(before => {
    const state = before.tables[table.name]
    if (state === undefined) return before
    const kept = state.files.filter(file => !old.includes(file))
    return { ...before, tables: { ...before.tables, [table.name]: { ...state, files: [...kept, ...files] } } }
  })
