import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { labelsOf, podsNamed, type KubernetesObject } from '../objects.js'
import { processes } from '../processes.js'
import { secretKeyOf, SECRET } from '../secrets.js'
import { containerSecurity, memoryVolume, podDefaults, podSecurity, REDIS_UID } from './pods.js'

export const REDIS_PORT = 6379
const IMAGE = 'redis:7-bookworm'
const labels = labelsOf('redis', 'redis')

const file = (name: string): string => readFileSync(new URL(`../../../redis/${name}`, import.meta.url), 'utf8')

/**
 * Its users are those of ops/redis/users.acl: each process has a login of its own, and the operator
 * `default`.
 */
const users = ['default', ...processes.map(({ name }) => name), 'seed']

/**
 * One Redis, which keeps nothing on disk: it may lose everything and nothing is lost (docs/decisions/030). A
 * Redis Cluster takes its place by REDIS_URL.
 */
export function redis(): readonly KubernetesObject[] {
  const files = { 'users.acl': file('users.acl'), 'start.sh': file('start.sh') }
  const sum = createHash('sha256').update(JSON.stringify(files)).digest('hex')
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'redis-users', labels }, data: files },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'redis', labels },
      spec: {
        selector: podsNamed('redis').podSelector.matchLabels,
        ports: [{ name: 'redis', port: REDIS_PORT, targetPort: 'redis' }],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'redis', labels },
      spec: {
        replicas: 1,
        // Two at a time would each have half of the events.
        strategy: { type: 'Recreate' },
        selector: podsNamed('redis').podSelector,
        template: {
          // Another list of users is another pod.
          metadata: { labels, annotations: { 'waystone.dev/users': sum } },
          spec: {
            ...podDefaults,
            securityContext: podSecurity(REDIS_UID),
            containers: [container()],
            volumes: [
              { name: 'users', configMap: { name: 'redis-users' } },
              memoryVolume('run', '1Mi'),
              memoryVolume('data', '16Mi'),
            ],
          },
        },
      },
    },
  ]
}

const container = () => ({
  name: 'redis',
  image: IMAGE,
  command: [
    'sh',
    '/ops/redis/start.sh',
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory',
    '512mb',
    '--maxmemory-policy',
    'volatile-lru',
  ],
  ports: [{ name: 'redis', containerPort: REDIS_PORT }],
  env: users.map(user => {
    const name = secretKeyOf(user, 'REDIS_PASSWORD')
    return { name, valueFrom: { secretKeyRef: { name: SECRET, key: name } } }
  }),
  // A caller without a password is told so: Redis answers, and asks for one.
  readinessProbe: {
    exec: { command: ['sh', '-c', 'redis-cli ping | grep -q NOAUTH'] },
    periodSeconds: 5,
    timeoutSeconds: 3,
  },
  livenessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
  resources: { requests: { cpu: '100m', memory: '640Mi' }, limits: { memory: '640Mi' } },
  securityContext: containerSecurity,
  volumeMounts: [
    { name: 'users', mountPath: '/ops/redis', readOnly: true },
    { name: 'run', mountPath: '/run/waystone' },
    { name: 'data', mountPath: '/data' },
  ],
})
