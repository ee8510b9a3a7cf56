import { jsonSetting } from '@waystone/kit/config'
import { serviceAccount } from '@waystone/kit/google'
import * as z from 'zod'
import { isVapidPrivateKey } from './vapid.js'

const DEVELOPMENT_KEY = 'QWxsIHdobyByZWFkIHRoaXMga25vdyB0aGlzIGtleS4'

const fcmAccount = serviceAccount.refine(({ project_id: id }) => id !== undefined, {
  error: 'expected a service account with its project_id',
})

export const pushSettings = {
  /** Signs web pushes; browsers that subscribed with its public half are lost with it. */
  WEB_PUSH_PRIVATE_KEY: z
    .string()
    .refine(isVapidPrivateKey, { error: 'expected a private key of P-256 in 43 characters of base64url' })
    .default(DEVELOPMENT_KEY)
    .meta({
      developmentDefault: DEVELOPMENT_KEY,
      howToMake: `node -p "crypto.createHash('sha256').update(crypto.randomBytes(32)).digest('base64url')"`,
    }),
  /** How push services reach those who run the game, should it push too much. */
  WEB_PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:.+@.+|https:\/\/.+)$/, { error: 'expected mailto: or an https address' })
    .default('mailto:webmaster@localhost.invalid'),
  /** JSON: the service account that may send messages of a Firebase project. */
  FCM_SERVICE_ACCOUNT: jsonSetting.pipe(fcmAccount).optional(),
  FCM_URL: z.url({ protocol: /^https?$/ }).default('https://fcm.googleapis.com'),
  /** The text of a key file of Apple's (.p8), with `\n` for line ends if need be. */
  APNS_KEY: z
    .string()
    .transform(text => text.replaceAll(String.raw`\n`, '\n'))
    .refine(text => text.includes('PRIVATE KEY'), { error: 'expected the text of a .p8 file' })
    .optional(),
  APNS_KEY_ID: z.string().min(1).optional(),
  APNS_TEAM_ID: z.string().min(1).optional(),
  /** The bundle id of the app. */
  APNS_TOPIC: z.string().min(1).optional(),
  APNS_URL: z.url({ protocol: /^https?$/ }).default('https://api.push.apple.com'),
}

const APNS_PARTS = ['APNS_KEY', 'APNS_KEY_ID', 'APNS_TEAM_ID', 'APNS_TOPIC'] as const

/** The settings of APNs that are missing although others are there. */
export function apnsProblems(present: Readonly<Record<string, string>>): readonly string[] {
  const missing = APNS_PARTS.filter(name => present[name] === undefined)
  return missing.length === 0 || missing.length === APNS_PARTS.length
    ? []
    : missing.map(name => `${name}: the environment sets up APNs in part, so it must say this, too`)
}

export type PushConfig = z.output<z.ZodObject<typeof pushSettings>>
