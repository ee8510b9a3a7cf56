import { podsNamed, type KubernetesObject } from '../objects.js'
import { policy } from './network-policies.js'

/** Addresses of one's own networks, and of the metadata of clouds: none of them is the internet. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16']
const HTTPS = 443
/** Submission of mails, with TLS from the start or by STARTTLS. */
const MAIL = [465, 587]

/** Payment providers, mail and sign-in providers for users; push services for notifications. */
export const internet = (): readonly KubernetesObject[] => [
  outward('users', [HTTPS, ...MAIL]),
  outward('notifications', [HTTPS]),
]

const outward = (name: string, ports: readonly number[]): KubernetesObject =>
  policy(`${name}-internet`, podsNamed(name), {
    egress: [
      {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE } }],
        ports: ports.map(port => ({ protocol: 'TCP', port })),
      },
    ],
  })
