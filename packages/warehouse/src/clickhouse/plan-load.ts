import type { DataFile, Manifest } from '../manifest.js'

/** The rows of one file in one partition of a table, as ClickHouse counts them. */
export interface LoadedFile {
  readonly file: string
  readonly partition: string
  readonly rows: number
}

/** Brings one partition of a table to what the manifest has of it. Each is done at once, or not at all. */
export type LoadStep =
  /** More files of a partition whose other files are all there. */
  | { readonly kind: 'append'; readonly partition: string; readonly files: readonly DataFile[] }
  /** All files of a partition that has rows which no longer count, or not as they should. */
  | { readonly kind: 'replace'; readonly partition: string; readonly files: readonly DataFile[] }
  | { readonly kind: 'drop'; readonly partition: string }

/** ClickHouse's name of the partition of a table that has but one. */
const WHOLE = 'all'

/** ClickHouse's name of the partition of a day. */
const partitionOf = ({ day }: DataFile): string => day?.replaceAll('-', '') ?? WHOLE

/** The files of a table that count. */
export function filesOfTable({ snapshots, tables }: Manifest, name: string): readonly DataFile[] {
  const snapshot = snapshots[name]
  return tables[name]?.files ?? (snapshot === undefined ? [] : [snapshot])
}

/**
 * Compares a table with the manifest: files are never changed, so a file whose rows are there is loaded. Files
 * that were put together, erased from, or read again are other ones, and their partition is replaced.
 */
export function planLoad(files: readonly DataFile[], loaded: readonly LoadedFile[]): readonly LoadStep[] {
  const wanted = grouped(files, partitionOf)
  const there = grouped(loaded, ({ partition }) => partition)
  const partitions = [...new Set([...wanted.keys(), ...there.keys()])].toSorted()
  return partitions.flatMap(partition => stepOf(partition, wanted.get(partition) ?? [], there.get(partition) ?? []))
}

function stepOf(partition: string, wanted: readonly DataFile[], there: readonly LoadedFile[]): LoadStep[] {
  if (wanted.length === 0) return [{ kind: 'drop', partition }]
  const rows = new Map(wanted.map(file => [file.path, file.rows]))
  if (there.some(each => rows.get(each.file) !== each.rows)) return [{ kind: 'replace', partition, files: wanted }]
  const known = new Set(there.map(({ file }) => file))
  const missing = wanted.filter(({ path }) => !known.has(path))
  return missing.length === 0 ? [] : [{ kind: 'append', partition, files: missing }]
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
