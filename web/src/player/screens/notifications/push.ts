/** Where the build puts the worker; the gateway serves it beside the pages. */
const WORKER = '/push-worker.js'

/** Checks that this browser can be pushed to at all. */
export const canPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

/** The subscription of this browser; null for none. */
export async function pushSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER)
  return (await registration?.pushManager.getSubscription()) ?? null
}

/**
 * Subscribes this browser, after the player has permitted it.
 * @returns the subscription as JSON; null where the player does not permit it
 * @throws Error where the browser does not reach its push service
 */
export async function subscribeToPush(applicationServerKey: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  const registration = await navigator.serviceWorker.register(WORKER)
  await navigator.serviceWorker.ready
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  return JSON.stringify(subscription)
}

/** Such as `Chrome on Linux`, which the player can tell from another device. */
export function deviceName(userAgent: string): string {
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(userAgent)?.[0] ?? 'Browser'
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(userAgent)?.[0]
  return system === undefined ? browser : `${browser} on ${system}`
}
