import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { configMapsOf, environmentOf, type KubernetesObject, type Pod, type secretsOf } from '../kubernetes/index.js'
import { imageMounts, type Image } from './build-image.js'
import { runInSandbox, type Mount } from './sandbox.js'

const PROBE_INTERVAL_MS = 50

export interface Machine {
  readonly image: Image
  readonly nodeBin: string
  readonly objects: readonly KubernetesObject[]
  readonly secrets: ReturnType<typeof secretsOf>
  /** Where files of volumes are put. */
  readonly directory: string
  /** Takes the place of the cluster's names. */
  readonly hostsFile: string
}

export interface RunningContainer {
  readonly name: string
  readonly child: ChildProcess
  readonly pod: Pod
  /** Returns the output so far. */
  readonly said: () => string
}

/**
 * Starts the container of a pod as its manifest says: command, environment, user, volumes; in this network
 * namespace.
 */
export function startContainer(pod: Pod, machine: Machine): RunningContainer {
  const child = runAs(pod, machine, commandOf(pod))
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { name: pod.name, child, pod, said: () => text }
}

/** Runs another command as the pod's container would, such as a probe. @returns its exit code */
export async function execute(pod: Pod, machine: Machine, command: readonly string[]): Promise<number | null> {
  const child = runAs(pod, machine, command)
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

function runAs(pod: Pod, machine: Machine, command: readonly string[]): ChildProcess {
  const { image, nodeBin, objects, secrets, hostsFile } = machine
  const container = containerOf(pod)
  const { env } = environmentOf(container, { maps: configMapsOf(objects), secrets, podIp: '127.0.0.1' })
  const isOurs = container.image.startsWith('waystone')
  return runInSandbox(command, {
    mounts: [
      { at: '/etc/hosts', from: hostsFile },
      ...(isOurs ? imageMounts(image, nodeBin) : []),
      ...volumeMounts(pod, machine),
    ],
    directory: isOurs ? image.directory : '/',
    uid: Number(pod.spec.securityContext['runAsUser']),
    env: { ...image.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

const commandOf = (pod: Pod): readonly string[] => containerOf(pod).command

function containerOf({ title, spec: { containers } }: Pod) {
  const [container] = containers
  if (container === undefined) throw new Error(`${title} has no container`)
  return container
}

function volumeMounts(pod: Pod, { objects, directory }: Machine): readonly Mount[] {
  return containerOf(pod).volumeMounts.flatMap(({ name, mountPath }): readonly Mount[] => {
    const volume = pod.spec.volumes.find(each => each.name === name)
    if (volume?.emptyDir !== undefined) return [{ at: mountPath, from: 'memory' }]
    if (volume?.secret?.optional === true) return []
    const files = configMapsOf(objects).get(volume?.configMap?.name ?? '')
    if (files === undefined) throw new Error(`${pod.title}: its volume ${name} is nothing that this machine can mount`)
    const from = path.join(directory, `${pod.name}-${name}`)
    mkdirSync(from, { recursive: true })
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(from, file), text, { mode: 0o644 })
    return [{ at: mountPath, from }]
  })
}

/**
 * Asks the readiness probe until it answers.
 * @throws Error with the container's words when it ends before, or in time
 */
export async function whenReady(container: RunningContainer, machine: Machine, timeoutMs: number): Promise<number> {
  const { readinessProbe, ports } = containerOf(container.pod)
  const began = performance.now()
  const isReady = async (): Promise<boolean> => {
    if (readinessProbe?.exec !== undefined)
      return (await execute(container.pod, machine, readinessProbe.exec.command)) === 0
    const port = ports.find(({ name }) => name === readinessProbe?.httpGet?.port)?.containerPort
    return await fetch(`http://127.0.0.1:${port}${readinessProbe?.httpGet?.path}`).then(
      ({ status }) => status === 200,
      () => false,
    )
  }
  while (!(await isReady())) {
    const { exitCode } = container.child
    if (exitCode !== null) throw new Error(`${container.name} ended with ${exitCode}:\n${container.said()}`)
    if (performance.now() - began > timeoutMs) throw new Error(`${container.name} is not ready:\n${container.said()}`)
    await delay(PROBE_INTERVAL_MS)
  }
  return performance.now() - began
}

/** The rights of a process, and its memory, as the kernel knows them. */
export function confinementOf({ child }: RunningContainer) {
  const status = new Map(
    readFileSync(`/proc/${child.pid}/status`, 'utf8')
      .split('\n')
      .map(line => line.split(/:\s+/))
      .map(([name = '', value = '']) => [name, value] as const),
  )
  const mounts = readFileSync(`/proc/${child.pid}/mountinfo`, 'utf8').split('\n')
  const rootMount = mounts.map(line => line.split(' ')).find(([, , , , at]) => at === '/')
  return {
    uid: Number(status.get('Uid')?.split('\t')[0]),
    capabilities: status.get('CapEff') ?? '',
    bounding: status.get('CapBnd') ?? '',
    noNewPrivileges: status.get('NoNewPrivs') === '1',
    isRootReadOnly: rootMount?.[5]?.split(',').includes('ro') === true,
    memoryPeakBytes: Number(status.get('VmHWM')?.replace(' kB', '')) * 1024,
  }
}
