/**
 * The settings that the wiring reads: processSettings, databaseSettings, trustSettings and eventSettings of
 * kit/config.
 */
export interface SubgraphSettings {
  readonly LOG_LEVEL: string
  readonly LOG_USER_KEY?: string | undefined
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
  readonly REDIS_URL?: string | undefined
  readonly INSTANCES_FILE?: string | undefined
  readonly DATABASE_URL: string
  readonly DATABASE_READ_URL?: string | undefined
  readonly DATABASE_READ_LAG_MAX_MS: number
  readonly DB_MAX_CONNECTIONS: number
  readonly AUTH_MODE: 'internal' | 'external'
  readonly EXTERNAL_COOKIE: string
  readonly TOKEN_ISSUER: string
  readonly TOKEN_AUDIENCE: string
  readonly INTERNAL_SECRET: string
  readonly EVENTS_SIGNING_KEY?: string | undefined
  readonly EVENTS_PUBLIC_KEYS?: Readonly<Record<string, readonly string[]>> | undefined
  readonly INTERNAL_SECRETS_FILE?: string | undefined
}
