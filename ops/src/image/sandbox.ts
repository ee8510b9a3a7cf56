import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A path of a container: a directory or file of this machine, or an empty file system in memory. */
export interface Mount {
  readonly at: string
  /** A path of this machine, or `memory`. */
  readonly from: string
  readonly writable?: boolean
}

export interface SandboxOptions {
  readonly mounts: readonly Mount[]
  readonly directory: string
  /** Root, which builds have, or a user without any capability. */
  readonly uid: number
  readonly env: Readonly<Record<string, string>>
  readonly stdio: readonly ('ignore' | 'pipe' | 'inherit')[]
}

/** Directories of the base image, for which those of this machine stand. */
const BASE = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc']
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom']

/**
 * An empty directory for the root of every sandbox: each mounts its own there, which no other process sees.
 */
const mountPoint = mkdtempSync(path.join(tmpdir(), 'waystone-root-'))
process.once('exit', () => rmSync(mountPoint, { recursive: true, force: true }))

/**
 * Runs a command as a container would: in a root of its own, which is read-only but for writable mounts, and
 * as a user without capabilities and without a way to new ones. The process has the id of the returned
 * child. It needs root, and mount namespaces.
 */
export function runInSandbox(command: readonly string[], options: SandboxOptions): ChildProcess {
  const { directory, uid, env, stdio } = options
  const enter = [
    'exec chroot "$0" /usr/bin/env -C',
    quote(directory),
    ...(uid === 0
      ? []
      : [
          `setpriv --reuid ${uid} --regid ${uid} --clear-groups`,
          '--no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all',
        ]),
    '"$@"',
  ]
  const script = `set -eu\n${rootScript(options.mounts)}\n${enter.join(' ')}`
  const args = ['--mount', '--propagation', 'private', '/bin/sh', '-c', script, mountPoint, ...command]
  return spawn('/usr/bin/unshare', args, { env, stdio: [...stdio], cwd: '/' })
}

/** Mounts a new root at "$0". */
function rootScript(mounts: readonly Mount[]): string {
  return [
    'mount -t tmpfs -o mode=755 root "$0"',
    // Where /bin is a link to /usr/bin, so it is within.
    ...BASE.map(
      at => `if [ -L ${at} ]; then cp -P ${at} "$0"${at}; elif [ -d ${at} ]; then ${bind(at, at, false)}; fi`,
    ),
    'mkdir "$0/dev" "$0/proc" "$0/sys" "$0/run" "$0/tmp" "$0/var" "$0/root"',
    ...DEVICES.map(name => `: > "$0/dev/${name}"; mount --bind /dev/${name} "$0/dev/${name}"`),
    'ln -s /proc/self/fd "$0/dev/fd"',
    'mount --rbind /proc "$0/proc"',
    ...mounts.map(mount =>
      mount.from === 'memory'
        ? `mkdir -p "$0"${quote(mount.at)}; mount -t tmpfs -o mode=1777 memory "$0"${quote(mount.at)}`
        : bind(mount.from, mount.at, mount.writable ?? false),
    ),
    'mount -o remount,ro "$0"',
  ].join('\n')
}

function bind(from: string, at: string, isWritable: boolean): string {
  const target = `"$0"${quote(at)}`
  const make = `if [ -d ${quote(from)} ]; then mkdir -p ${target}; elif [ ! -e ${target} ]; then mkdir -p $(dirname ${target}); : > ${target}; fi`
  const mount = `mount --bind ${quote(from)} ${target}`
  return [make, mount, ...(isWritable ? [] : [`mount -o remount,bind,ro ${target}`])].join('; ')
}

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
