import { spawnSync } from 'node:child_process'
import { StartError } from '@waystone/kit/errors'
import { parseAllDocuments } from 'yaml'
import type { KubernetesObject } from './objects.js'

/** The release that kubectl 1.32 brings: Go runs it where neither kubectl nor kustomize is installed. */
const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.5.0'
const RENDERERS: readonly (readonly [string, ...string[]])[] = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
  ['go', 'run', KUSTOMIZE, 'build'],
]
const OUTPUT_MAX_BYTES = 50_000_000

/** A directory that kustomize refuses, or a machine that has no kustomize. */
export class RenderError extends StartError {
  override readonly name = 'RenderError'
}

/**
 * The objects that `kubectl apply -k` would send, in order.
 * @throws RenderError with the words of kustomize, or with what to install
 */
export function render(directory: string): readonly KubernetesObject[] {
  for (const [command, ...args] of RENDERERS) {
    const { error, status, stdout, stderr } = spawnSync(command, [...args, directory], {
      encoding: 'utf8',
      maxBuffer: OUTPUT_MAX_BYTES,
    })
    if (error !== undefined && 'code' in error && error.code === 'ENOENT') continue
    if (status !== 0) throw new RenderError(`kustomize refuses ${directory}:\n${error?.message ?? stderr.trim()}`)
    return parseAllDocuments(stdout).map(document => document.toJS() as KubernetesObject)
  }
  throw new RenderError(
    'Expected kubectl 1.27 or later, kustomize 5 or Go on PATH, to render manifests: install kubectl (https://kubernetes.io/docs/tasks/tools/) or kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/).',
  )
}
