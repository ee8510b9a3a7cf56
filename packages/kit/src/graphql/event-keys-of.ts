import { createEventKeys, developmentKeys, type EventKeys } from '../outbox/index.js'

interface KeySettings {
  readonly EVENTS_SIGNING_KEY?: string | undefined
  readonly EVENTS_PUBLIC_KEYS?: Readonly<Record<string, readonly string[]>> | undefined
}

interface Producers {
  readonly consumers: Readonly<Record<string, readonly string[]>>
  readonly producerOf: (type: string) => string | null
}

/** The keys that a subgraph signs and verifies events with: those that are set, else those of development. */
export function eventKeysOf(name: string, config: KeySettings, { consumers, producerOf }: Producers): EventKeys {
  const development = developmentKeys(Object.keys(consumers))
  const texts = {
    signing: config.EVENTS_SIGNING_KEY === undefined ? development.signing : { [name]: config.EVENTS_SIGNING_KEY },
    public: config.EVENTS_PUBLIC_KEYS ?? development.public,
  }
  return createEventKeys(texts, producerOf)
}

/** Only keys that are set: the process that refused an event may have had others than those of development. */
export const setEventKeysOf = (config: KeySettings, { producerOf }: Producers): EventKeys =>
  createEventKeys({ signing: {}, public: config.EVENTS_PUBLIC_KEYS ?? {} }, producerOf)
