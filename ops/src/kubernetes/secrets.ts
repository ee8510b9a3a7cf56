import type { ServingProcess } from './processes.js'

/** The Secret with everything that is secret, but what the cluster makes itself: see `secretKeyOf`. */
export const SECRET = 'waystone'
/**
 * Optional: a schedule of the secrets that services sign their calls with, which is rotated without a
 * restart.
 */
export const INTERNAL_SECRETS = 'waystone-internal-secrets'

const SECRET_NAME = /SECRET|PASSWORD|CREDENTIAL|PRIVATE|_(TOKEN|KEY)S?$/
/** Settings that hold a secret beside other things. */
const WITH_SECRETS = /^(FCM_SERVICE_ACCOUNT|OIDC_PROVIDERS|EXTERNAL_DATABASE_URL|DATABASE_READ_URL)$/
const NO_SECRET = /^LIMIT_|_FILE$/

export const isSecret = (setting: string): boolean =>
  WITH_SECRETS.test(setting) || (SECRET_NAME.test(setting) && !NO_SECRET.test(setting))

/** Without one of these, production does not start; the others belong to what an overlay may turn on. */
const REQUIRED = /^(EVENTS_\w+|REDIS_PASSWORD|BETTER_AUTH_SECRET|SEED_ENCRYPTION_KEYS|WEB_PUSH_PRIVATE_KEY)$/

/**
 * Settings that each process has of its own: their keys begin with the name of the process, as in docker-
 * compose.yml.
 */
const OWN = /^(REDIS_PASSWORD|EVENTS_SIGNING_KEY|DATABASE_READ_URL)$/

/**
 * The key of a secret setting within the Secret: the name of the variable that docker-compose.yml takes it
 * from.
 */
export const secretKeyOf = (process: string, setting: string): string =>
  OWN.test(setting) ? `${process.toUpperCase()}_${setting}` : setting

export const secretReference = (process: string, setting: string) => ({
  name: setting,
  valueFrom: {
    secretKeyRef: {
      name: SECRET,
      key: secretKeyOf(process, setting),
      ...(REQUIRED.test(setting) ? {} : { optional: true }),
    },
  },
})

/** The secrets that a process knows, but the password of its database, which CloudNativePG makes. */
export const secretSettingsOf = ({ settings }: ServingProcess): readonly string[] =>
  settings.filter(setting => isSecret(setting))
