import path from 'node:path'
import { databaseUrlSetting, parseConfig, processSettings, secretSetting } from '@waystone/kit/config'
import { settingsOfSystem } from '@waystone/kit/running-system'
import * as z from 'zod'
import type { WarehouseOptions } from './run.js'

const CENTS_MAX = 100_000_000

/** Where the files are, and the key of the pseudonyms in them. */
const storeSettings = {
  NODE_ENV: processSettings.NODE_ENV,
  WAREHOUSE_DIR: z.string().min(1).default('.warehouse'),
  WAREHOUSE_KEY: secretSetting('development-warehouse-key-do-not-use-in-production'),
}

const databaseSettings = {
  ...storeSettings,
  USERS_DATABASE_URL: databaseUrlSetting,
  USERS_DATABASE_READ_URL: databaseUrlSetting.optional(),
  QUESTS_DATABASE_URL: databaseUrlSetting,
  QUESTS_DATABASE_READ_URL: databaseUrlSetting.optional(),
  GACHA_DATABASE_URL: databaseUrlSetting,
  GACHA_DATABASE_READ_URL: databaseUrlSetting.optional(),
}

const querySettings = {
  WAREHOUSE_DIR: storeSettings.WAREHOUSE_DIR,
  /** Where the console finds the answers; the gateway has a setting of this name. Default: below the directory. */
  WAREHOUSE_ANSWERS: z.string().min(1).optional(),
  /** The database of a ClickHouse server that is to have what the warehouse has. */
  CLICKHOUSE_URL: z.string().refine(isClickHouseUrl, 'expected http(s)://user:password@host:port/database').optional(),
  /** That of users: the limit that spenders are shown beside. */
  SPEND_LIMIT_CENTS_MONTHLY: z.coerce.number().int().min(0).max(CENTS_MAX).default(50_000),
}

type Env = Readonly<Record<string, string | undefined>>

/** The databases of the environment, or of the system that runs on the directory; replicas come first. */
export async function readRunConfig(env: Env, dataDirectory: string): Promise<WarehouseOptions> {
  const required = ['USERS_DATABASE_URL', 'QUESTS_DATABASE_URL', 'GACHA_DATABASE_URL']
  const settings = await settingsOfSystem({ env, required, directory: dataDirectory, below: ['distributed'] })
  const config = parseConfig(databaseSettings, settings)
  return {
    directory: config.WAREHOUSE_DIR,
    key: config.WAREHOUSE_KEY,
    urls: {
      users: config.USERS_DATABASE_READ_URL ?? config.USERS_DATABASE_URL,
      quests: config.QUESTS_DATABASE_READ_URL ?? config.QUESTS_DATABASE_URL,
      gacha: config.GACHA_DATABASE_READ_URL ?? config.GACHA_DATABASE_URL,
    },
  }
}

export interface QueryConfig {
  readonly directory: string
  readonly answers: string
  readonly spendLimitCents: number
  readonly clickHouseUrl: string | null
}

/** A question needs the files alone. */
export function readQueryConfig(env: Env): QueryConfig {
  const config = parseConfig(querySettings, env)
  return {
    directory: config.WAREHOUSE_DIR,
    answers: config.WAREHOUSE_ANSWERS ?? path.join(config.WAREHOUSE_DIR, 'answers'),
    spendLimitCents: config.SPEND_LIMIT_CENTS_MONTHLY,
    clickHouseUrl: config.CLICKHOUSE_URL ?? null,
  }
}

function isClickHouseUrl(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false
  const { hash, pathname, search } = new URL(text)
  return hash === '' && search === '' && /^\/[^/]+$/.test(pathname)
}
