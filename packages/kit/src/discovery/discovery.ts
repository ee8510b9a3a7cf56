import type { Logger } from '../logger/index.js'
import { isDnsUrl, resolveUrls, systemLookup, withoutDns, type Lookup } from './dns-urls.js'
import { readInstancesFile, type InstancesFile } from './instances-file.js'
import { watchFile } from './watched-file.js'

/** The system's resolver tells no lifetimes. */
export const DNS_INTERVAL_MS = 5_000

export interface Following {
  /** Resolves when the first list has been told, or could not be found out. */
  readonly known: Promise<void>
  stop(): void
}

/**
 * Where the instances of services are, while that changes: a watched list, and names that resolve to several
 * addresses.
 */
export interface Discovery {
  /**
   * Tells the URLs of the service's instances, and again whenever they change: those of the list, or else
   * `configured`. Names are looked up every five seconds. A list that is broken and a name that cannot be
   * looked up change nothing.
   */
  follow(service: string, configured: readonly string[], onUrls: (urls: readonly string[]) => void): Following
  /**
   * The current URLs, for callers that look them up at each use and need one that answers: names stay names.
   */
  urlsOf(service: string, configured: readonly string[]): readonly string[]
  close(): void
}

/** @throws Error when the list cannot be used; later, a broken one is logged and the last sound one stays. */
export function createDiscovery(options: {
  logger: Logger
  /** A JSON file, see readInstancesFile; it is watched. */
  file?: string | undefined
  lookup?: Lookup
  dnsIntervalMs?: number
}): Discovery {
  const { logger, file, lookup = systemLookup, dnsIntervalMs = DNS_INTERVAL_MS } = options
  let listed: InstancesFile = {}
  const followers = new Set<() => void>()
  const entriesOf = (service: string, configured: readonly string[]) => listed[service] ?? configured

  const watched =
    file === undefined
      ? null
      : watchFile(
          file,
          () => {
            listed = readInstancesFile(file)
            logger.info({ file, services: Object.keys(listed) }, 'the list of instances was read')
            for (const refresh of followers) refresh()
          },
          error => {
            const reason = error instanceof Error ? error.message : String(error)
            logger.error({ file, reason }, 'the list of instances cannot be used; the old one stays')
          },
        )

  return {
    urlsOf: (service, configured) => entriesOf(service, configured).map(withoutDns),
    follow: (service, configured, onUrls) => {
      const following = followEntries({
        entries: () => entriesOf(service, configured),
        onUrls,
        onFailure: reason => logger.warn({ service, reason }, 'instances cannot be looked up; the old ones stay'),
        lookup,
        dnsIntervalMs,
      })
      followers.add(following.refresh)
      return {
        known: following.known,
        stop: () => {
          followers.delete(following.refresh)
          following.stop()
        },
      }
    },
    close: () => {
      watched?.close()
      followers.clear()
    },
  }
}

/** One service: its entries of the moment, resolved, told when they differ from what was told last. */
function followEntries(options: {
  entries: () => readonly string[]
  onUrls: (urls: readonly string[]) => void
  onFailure: (reason: string) => void
  lookup: Lookup
  dnsIntervalMs: number
}) {
  const { entries, onUrls, onFailure, lookup, dnsIntervalMs } = options
  let told: readonly string[] = []
  let round = 0
  let isFailing = false
  let timer: NodeJS.Timeout | undefined

  const tell = (urls: readonly string[]) => {
    if (urls.length === told.length && urls.every((url, place) => url === told[place])) return
    told = urls
    onUrls(urls)
  }
  /** A later round, begun by a change of the list, makes an earlier one's answer worthless. */
  const resolve = async (current: number) => {
    try {
      const urls = await resolveUrls(entries(), lookup)
      if (current !== round) return
      isFailing = false
      tell(urls)
    } catch (error) {
      if (current !== round) return
      if (!isFailing) onFailure(error instanceof Error ? error.message : String(error))
      isFailing = true
    }
    timer = setTimeout(() => void refresh(), dnsIntervalMs).unref()
  }
  const refresh = (): Promise<void> => {
    clearTimeout(timer)
    round++
    if (entries().some(isDnsUrl)) return resolve(round)
    tell(entries())
    return Promise.resolve()
  }

  return {
    known: refresh(),
    refresh: () => void refresh(),
    stop: () => {
      round++
      clearTimeout(timer)
    },
  }
}
