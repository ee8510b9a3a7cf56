import { labelsOf, type KubernetesObject } from '../objects.js'
import { defaultOf } from '../processes.js'

/**
 * Live updates last as long as a client stays; the gateway pings them, so a silent connection is a lost one.
 */
export const IDLE_SECONDS = 3600

/** The gateway behind HAProxy's controller, or nginx's: each reads its own annotations. */
export const ingress = (): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {
    name: 'gateway',
    labels: labelsOf('gateway', 'gateway'),
    annotations: {
      // WebSockets are tunnels to HAProxy; event streams and multipart answers are slow answers.
      'haproxy.org/timeout-tunnel': `${IDLE_SECONDS}s`,
      'haproxy.org/timeout-server': `${IDLE_SECONDS}s`,
      'haproxy.org/load-balance': 'leastconn',
      'haproxy.org/ssl-redirect': 'true',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': String(IDLE_SECONDS),
      'nginx.ingress.kubernetes.io/proxy-send-timeout': String(IDLE_SECONDS),
      // An event that waits for a full buffer is late. HAProxy buffers nothing.
      'nginx.ingress.kubernetes.io/proxy-buffering': 'off',
      'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
      'nginx.ingress.kubernetes.io/proxy-http-version': '1.1',
      'nginx.ingress.kubernetes.io/proxy-body-size': String(defaultOf('BODY_MAX_BYTES')),
    },
  },
  spec: {
    ingressClassName: 'haproxy',
    rules: [
      {
        host: 'waystone.localhost',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'gateway', port: { name: 'http' } } } }],
        },
      },
    ],
  },
})
