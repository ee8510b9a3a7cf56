import { lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Entries that a start makes in its directory, and those that PostgreSQL 18 makes in `data`. */
const ENTRIES = /^(data|data\.unfinished|superuser-password|owner|wanted-directory|\.s\.PGSQL\.\d+(\.lock)?)$/
const DATA_ENTRIES =
  /^(base|global|log|pg_\w+(\.conf)?|PG_VERSION|postgresql(\.auto)?\.conf|postmaster\.(opts|pid)|current_logfiles|backup_(label|manifest)(\.old)?|tablespace_map(\.old)?|(recovery|standby)\.signal)$/

/**
 * Lists entries of a cluster's directory that no start made, so that a deletion can refuse. A symbolic link
 * is one: no start makes any.
 * @returns names relative to `directory`; none when it does not exist.
 */
export function foreignClusterEntries(directory: string): readonly string[] {
  const own = entriesOf(directory)
  const inside = ['data', 'data.unfinished']
    .filter(name => own.some(entry => entry.name === name && entry.isDirectory()))
    .flatMap(name => entriesOf(path.join(directory, name)).map(entry => ({ entry, name: path.join(name, entry.name) })))
  return [
    ...own.filter(entry => entry.isSymbolicLink() || !ENTRIES.test(entry.name)).map(entry => entry.name),
    ...inside.filter(({ entry }) => !DATA_ENTRIES.test(entry.name)).map(({ name }) => name),
  ]
}

export const clusterEntries = (directory: string): readonly string[] =>
  entriesOf(directory)
    .filter(entry => ENTRIES.test(entry.name))
    .map(entry => entry.name)

function entriesOf(directory: string) {
  const isThere = lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() === true
  return isThere ? readdirSync(directory, { withFileTypes: true }) : []
}
