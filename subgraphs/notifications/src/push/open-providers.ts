import type { Clock } from '@waystone/kit/clock'
import type { Dispatcher } from 'undici'
import type { PushPlatform } from '../domain/push-token.js'
import { createApns } from './apns.js'
import { createFcm } from './fcm.js'
import { PUSH_TIMEOUT_MS, type PushProvider } from './provider.js'
import { createPublicAgent } from './public-address.js'
import type { PushConfig } from './settings.js'
import { vapidKeysOf, type VapidKeys } from './vapid.js'
import { createWebPush } from './web-push.js'

/** The push services of a process: Web Push always, FCM and APNs where they are set up. */
export function openProviders(
  config: PushConfig,
  {
    clock,
    agent = createPublicAgent(),
    timeoutMs = PUSH_TIMEOUT_MS,
  }: { clock: Clock; agent?: Dispatcher; timeoutMs?: number },
): { readonly webPushKeys: VapidKeys; readonly providers: ReadonlyMap<PushPlatform, PushProvider> } {
  const keys = vapidKeysOf(config.WEB_PUSH_PRIVATE_KEY)
  const providers = new Map<PushPlatform, PushProvider>([
    ['WEB', createWebPush({ keys, subject: config.WEB_PUSH_CONTACT }, { agent, clock, timeoutMs })],
  ])
  const {
    FCM_SERVICE_ACCOUNT: account,
    APNS_KEY: key,
    APNS_KEY_ID: keyId,
    APNS_TEAM_ID: teamId,
    APNS_TOPIC: topic,
  } = config
  if (account?.project_id !== undefined)
    providers.set(
      'FCM',
      createFcm({ url: config.FCM_URL, account, projectId: account.project_id }, { clock, timeoutMs }),
    )
  if (key !== undefined && keyId !== undefined && teamId !== undefined && topic !== undefined) {
    const settings = { url: config.APNS_URL, key, keyId, teamId, topic }
    providers.set('APNS', createApns(settings, { clock, timeoutMs }))
  }
  return { webPushKeys: keys, providers }
}
