import type { KeyingConfig } from '@urql/exchange-graphcache'

/**
 * Types without an `id` are parts of the object that has them. graphcache asks for the key of each type by its name,
 * so a proxy answers for all that are not listed.
 */
const listed: KeyingConfig = {}

export const keys: KeyingConfig = new Proxy(listed, {
  has: () => true,
  get: (target, typename: string) => Reflect.get(target, typename) ?? byId,
})

const byId = (object: { id?: unknown }): string | null => (typeof object.id === 'string' ? object.id : null)
