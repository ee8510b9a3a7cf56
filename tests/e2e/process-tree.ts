import { execFileSync } from 'node:child_process'

export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** Every process that lives; a zombie does not. */
function processes(): readonly ProcessEntry[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap(line => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
}

/** A process with all that it has started, directly or not, while they are its descendants. */
export function processTree(pid: number): readonly ProcessEntry[] {
  const all = processes()
  const below = (parent: number): readonly ProcessEntry[] =>
    all.flatMap(entry => (entry.parent === parent ? [entry, ...below(entry.pid)] : []))
  return [...all.filter(entry => entry.pid === pid), ...below(pid)]
}

/** Which of these processes still live. */
export function survivors(tree: readonly ProcessEntry[]): readonly string[] {
  const living = new Map(processes().map(({ pid, command }) => [pid, command]))
  return tree.filter(({ pid, command }) => living.get(pid) === command).map(({ command }) => command)
}
