import { newEventKeyPair } from '@waystone/kit/outbox'
import { subgraphNames, type SubgraphName } from './databases.js'

/** How a key is changed without a refused event. */
export const changingKeys = `
To change the key of a producer: add its new public key to EVENTS_PUBLIC_KEYS, beside the old one, and restart all subgraphs; set
its new signing key and restart it; once its outbox has been empty, take the old public key out and restart all subgraphs.`

/**
 * New keys as lines of an .env file that docker-compose.yml reads: of all producers, or of one that changes
 * its key.
 */
export function newEventKeyLines(producer?: SubgraphName): readonly string[] {
  const pairs = subgraphNames
    .filter(name => producer === undefined || name === producer)
    .map(name => ({ name, ...newEventKeyPair() }))
  const publicKeys = pairs.map(({ name, publicKey }) => `${name}=${publicKey}`).join(',')
  return [
    ...pairs.map(({ name, signingKey }) => `${name.toUpperCase()}_EVENTS_SIGNING_KEY=${signingKey}`),
    producer === undefined
      ? `EVENTS_PUBLIC_KEYS=${publicKeys}`
      : `# beside the old key in EVENTS_PUBLIC_KEYS: ${publicKeys}`,
  ]
}
