/** The service worker of pushes: it shows what is pushed, and opens the game where it is clicked. It caches nothing. */

/** The payload of a push (subgraphs/notifications/src/push/provider.ts). */
interface Pushed {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly body: string
}

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface PushEvent extends ExtendableEvent {
  readonly data: { json(): unknown } | null
}
interface ClickEvent extends ExtendableEvent {
  readonly notification: Notification
}
interface WindowClient {
  readonly url: string
  focus(): Promise<unknown>
}

/** The part of a worker's global scope that is used here; TypeScript's own types of it exclude those of pages. */
interface WorkerScope {
  readonly registration: Pick<ServiceWorkerRegistration, 'showNotification'>
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowClient[]>
    openWindow(path: string): Promise<unknown>
  }
  readonly location: Location
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void
}

const worker = self as unknown as WorkerScope

worker.addEventListener('push', event => {
  const pushed = (event.data?.json() ?? {}) as Partial<Pushed>
  // By the tag, a push that comes a second time takes the place of the first.
  const options = { body: pushed.body ?? '', tag: pushed.id ?? '', data: { path: pathFor(pushed.kind) } }
  event.waitUntil(worker.registration.showNotification(pushed.title ?? 'Waystone', options))
})

worker.addEventListener('notificationclick', event => {
  event.notification.close()
  const { path } = event.notification.data as { path: string }
  event.waitUntil(open(path))
})

async function open(path: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const shown = windows.find(({ url }) => new URL(url).pathname === path)
  await (shown === undefined ? worker.clients.openWindow(path) : shown.focus())
}

const pathFor = (kind: string | undefined): string => (kind === 'MAIL' ? '/mail' : '/notifications')
