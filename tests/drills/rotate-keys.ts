import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { readSecretsFile, signingSecretAt } from '@waystone/kit/auth'
import { root } from '../chaos/instances.js'
import type { Cluster } from '../cluster/cluster.js'
import { until } from '../cluster/wait.js'
import { aPlayer } from '../e2e/players.js'
import { signIn } from '../e2e/travellers.js'

/** How long what is new is known before it signs: the least that the command takes. */
const AHEAD_SECONDS = 15
const SIGNS_WITHIN_MS = 60_000

/** Rotates both as an operator does, and waits until what is new signs. @returns what has not changed. */
export async function rotateKeys({ url, waystone }: Cluster): Promise<readonly string[]> {
  const { name, accessToken } = await aPlayer(url)
  const secretBefore = secretNow(waystone.secretsFile)
  const command = path.join(root, 'subgraphs/users/dist/keys.js')
  await promisify(execFile)(process.execPath, [command, 'rotate', '--ahead', String(AHEAD_SECONDS)], {
    env: { PATH: process.env['PATH'] ?? '', ...waystone.commandSettings },
  })
  const keyBefore = keyOf(accessToken)
  await until(
    'a new key to sign access tokens',
    async () => keyOf((await signIn(url, name)).accessToken) !== keyBefore,
    { timeoutMs: SIGNS_WITHIN_MS },
  )
  return secretNow(waystone.secretsFile) === secretBefore ? ['The secret of services is still the old one'] : []
}

const secretNow = (file: string): string | undefined => signingSecretAt(readSecretsFile(file), new Date())?.secret

/** Of a JWT: the id of the key that signed it. */
function keyOf(token: string): string {
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as { kid: string }
  return header.kid
}
