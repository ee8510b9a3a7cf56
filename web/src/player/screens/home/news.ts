/** The facts of a banner that news tell. */
export interface PublishedBanner {
  readonly id: string
  readonly name: string
  readonly opensAt: string
  readonly closesAt?: string | null
}

export interface PublishedQuest {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly publishedAt: string
}

export interface NewsItem {
  readonly key: string
  readonly kind: 'opened' | 'closing' | 'opening' | 'newQuest'
  readonly name: string
  /** When it happened, or will. */
  readonly at: string
}

const DAY_MS = 86_400_000
/** For so long something is new, and from so long before it is soon. */
const NEW_MS = 14 * DAY_MS
const SOON_MS = 7 * DAY_MS
const ITEMS_MAX = 8
/** A server that begins has published all of its quests at once. */
const QUESTS_MAX = 3

/**
 * News made from what is published: banners that opened lately, close or open soon, and quests that are new. What is
 * soon comes first, the nearest first; then what is new, the newest first.
 */
export function newsOf(
  { banners, quests }: { banners: readonly PublishedBanner[]; quests: readonly PublishedQuest[] },
  now: number,
): readonly NewsItem[] {
  const newQuests = quests.flatMap(quest => ofQuest(quest, now)).toSorted(newestFirst)
  const items = [...banners.flatMap(banner => ofBanner(banner, now)), ...newQuests.slice(0, QUESTS_MAX)]
  const leftMs = ({ at }: NewsItem) => Date.parse(at) - now
  const soon = items.filter(item => leftMs(item) > 0).toSorted((one, other) => leftMs(one) - leftMs(other))
  const fresh = items.filter(item => leftMs(item) <= 0).toSorted(newestFirst)
  return [...soon, ...fresh].slice(0, ITEMS_MAX)
}

const newestFirst = (one: NewsItem, other: NewsItem): number => Date.parse(other.at) - Date.parse(one.at)

function ofBanner({ id, name, opensAt, closesAt }: PublishedBanner, now: number): readonly NewsItem[] {
  const item = (kind: NewsItem['kind'], at: string): NewsItem => ({ key: `${kind}:${id}`, kind, name, at })
  const openedMs = now - Date.parse(opensAt)
  if (openedMs < 0) return -openedMs <= SOON_MS ? [item('opening', opensAt)] : []
  const leftMs = closesAt ? Date.parse(closesAt) - now : Infinity
  if (leftMs <= 0) return []
  return [
    ...(openedMs <= NEW_MS ? [item('opened', opensAt)] : []),
    ...(closesAt && leftMs <= SOON_MS ? [item('closing', closesAt)] : []),
  ]
}

/** A later version is no new quest. */
const ofQuest = ({ id, name, version, publishedAt }: PublishedQuest, now: number): readonly NewsItem[] =>
  version === 1 && now - Date.parse(publishedAt) <= NEW_MS
    ? [{ key: `newQuest:${id}`, kind: 'newQuest', name, at: publishedAt }]
    : []
