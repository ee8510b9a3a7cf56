/** As docker-compose.yml confines containers, and as the Pod Security Standard "restricted" asks for it. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
}

export const podSecurity = (uid: number) => ({
  runAsNonRoot: true,
  runAsUser: uid,
  runAsGroup: uid,
  fsGroup: uid,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
})

/** The user `node` of the official image, which the Dockerfile names. */
export const NODE_UID = 1000
/** The user `redis` of the official image. */
export const REDIS_UID = 999

/** No process of ours calls the API server, and none reads the variables that describe Services. */
export const podDefaults = { automountServiceAccountToken: false, enableServiceLinks: false }

export const memoryVolume = (name: string, sizeLimit: string) => ({ name, emptyDir: { medium: 'Memory', sizeLimit } })

/** One instance a machine, as far as there are machines: a lost one takes one instance along. */
export const spread = (matchLabels: Readonly<Record<string, string>>) =>
  ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(topologyKey => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }))
