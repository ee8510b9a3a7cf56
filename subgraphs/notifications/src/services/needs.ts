import type { Clock } from '@waystone/kit/clock'
import type { LiveUpdates } from '@waystone/kit/live'
import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import type { ServiceClient } from '@waystone/kit/service-client'
import type { Notification } from '../domain/notification.js'
import type { PushPlatform } from '../domain/push-token.js'
import type { PushProvider } from '../push/provider.js'
import type { NotificationPosition } from '../repositories/newest-notifications.js'

/** The dependencies of the use cases. */
export interface Needs {
  /** The primary. */
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly live: LiveUpdates
  readonly serviceClient: ServiceClient
  /** As the primary database has them now; subscriptions that ask at the same time share a statement. */
  readonly newestNotifications: {
    after(of: { userId: string; sequence: number }): Promise<readonly Notification[]>
    /** Null for what is no notification of the user's. */
    sequence(of: NotificationPosition): Promise<number | null>
  }
  /** Those that are set up; the devices of others get nothing. */
  readonly providers: ReadonlyMap<PushPlatform, PushProvider>
  /** From 0 to 1, for delays of tries. */
  readonly draw: () => number
}
