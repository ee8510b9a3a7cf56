import * as z from 'zod'
import { developmentKeyPair, isEventKey, publicKeyOf } from '../outbox/event-keys.js'

/** The old and the new one, while a producer changes its key. */
const KEYS_PER_PRODUCER_MAX = 2
const HOW_TO_MAKE = '"npx waystone events keys" makes them'

const signingKey = z.string().refine(isEventKey, `expected 43 characters of base64url; ${HOW_TO_MAKE}`)

/** `users=<key>,quests=<key>,quests=<key>`: a producer that comes again is changing its key. */
const publicKeys = z.string().transform((value, problems) => {
  const keys: Record<string, string[]> = {}
  for (const [place, entry] of value.split(',').entries()) {
    const [, name, key = ''] = /^\s*([a-z]+)=(\S+)\s*$/.exec(entry) ?? []
    if (name === undefined || !isEventKey(key))
      problems.addIssue(`entry ${place + 1} is not <producer>=<43 characters of base64url>; ${HOW_TO_MAKE}`)
    else (keys[name] ??= []).push(key)
  }
  for (const [name, { length }] of Object.entries(keys))
    if (length > KEYS_PER_PRODUCER_MAX)
      problems.addIssue(`expected at most ${KEYS_PER_PRODUCER_MAX} keys of ${name}, not ${length}`)
  return keys
})

/** Settings of a process that sends events to other processes, or takes theirs. */
export const eventSettings = {
  /** Ed25519, of this producer alone. */
  EVENTS_SIGNING_KEY: signingKey.optional(),
  /** Of all producers. */
  EVENTS_PUBLIC_KEYS: publicKeys.optional(),
}

/**
 * Problems of the keys of a process, beside their form. Without Redis no event leaves the process, and
 * none is signed.
 * @param options.signs false for commands beside the processes that serve: they relay nothing.
 */
export function eventKeyProblems(
  present: Readonly<Record<string, string>>,
  options: { self: string; producers: readonly string[]; signs: boolean },
): readonly string[] {
  const { self, producers, signs } = options
  const { NODE_ENV, REDIS_URL, EVENTS_SIGNING_KEY: signing, EVENTS_PUBLIC_KEYS: publicText } = present
  if (REDIS_URL === undefined) return []
  const given = publicText === undefined ? undefined : publicKeys.safeParse(publicText).data
  // Their form is wrong, which is said already.
  if ((publicText !== undefined && given === undefined) || (signing !== undefined && !isEventKey(signing))) return []
  const problems: string[] = []
  if (NODE_ENV === 'production') {
    const missing = [
      ...(given === undefined ? ['EVENTS_PUBLIC_KEYS: production needs the keys that events are checked by'] : []),
      ...(signs && signing === undefined ? [`EVENTS_SIGNING_KEY: production needs the key that ${self} signs by`] : []),
    ]
    problems.push(...missing.map(problem => `${problem}; ${HOW_TO_MAKE}`))
    if (missing.length > 0) return problems
  }
  const keysOf = (name: string) => given?.[name] ?? (given === undefined ? [developmentKeyPair(name).publicKey] : [])
  const unknown = producers.filter(name => keysOf(name).length === 0)
  if (unknown.length > 0) problems.push(`EVENTS_PUBLIC_KEYS: no key is given for ${unknown.join(', ')}`)
  if (NODE_ENV === 'production' && producers.some(name => keysOf(name).includes(developmentKeyPair(name).publicKey)))
    problems.push(`EVENTS_PUBLIC_KEYS: production needs keys of its own, not those of development; ${HOW_TO_MAKE}`)
  const own = signing === undefined ? developmentKeyPair(self).publicKey : publicKeyOf(signing)
  if (signs && !unknown.includes(self) && !keysOf(self).includes(own))
    problems.push(
      `EVENTS_SIGNING_KEY: EVENTS_PUBLIC_KEYS does not have its other half for ${self}, so consumers would refuse what it signs: add it there first`,
    )
  return problems
}
