import type { AuditPart, Subgraph } from '@waystone/audit'
import type { RevocationList } from '@waystone/kit/auth'
import type { EntityCache } from '@waystone/kit/cache'
import type { Jurisdictions } from '@waystone/jurisdictions'
import type { Clock } from '@waystone/kit/clock'
import type { LiveUpdates } from '@waystone/kit/live'
import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import type { Balances, SpendOrders } from '../domain/ledger.js'
import type { DemoPlayer } from '../domain/demo-account.js'
import type { PaymentNotice } from '../domain/payment-notice.js'
import type { PaymentProvider } from '../domain/payment-provider.js'
import type { MailOrigin } from '../domain/mail-text.js'
import type { ExternalAccounts } from '../identity/external/connect.js'
import type { DeviceTokens } from '../identity/device-tokens.js'
import type { Identity } from '../identity/identity.js'
import type { IdTokens } from '../identity/providers/id-tokens.js'
import type { ProviderSettings } from '../identity/providers/settings.js'
import type { SteamSettings } from '../identity/providers/steam-settings.js'
import type { SteamTickets } from '../identity/providers/steam-tickets.js'
import type { Passwords } from '../identity/passwords.js'
import type { SecondFactors } from '../identity/second-factors.js'
import type { Mailer } from '../mail/mailer.js'
import type { Prisma } from '../repositories/prisma.js'
import type { PriceToReserve } from '../repositories/price-to-reserve.js'
import type { Reservation } from '../repositories/reservation.js'

/** The dependencies of the use cases. */
export interface Needs {
  readonly pool: Pool
  readonly prisma: Prisma
  /** For reads that may be a moment old, by way of RequestReads. */
  readonly prismaReads: Prisma
  readonly clock: Clock
  readonly cache: EntityCache
  readonly logger: Logger
  readonly identity: Identity
  /** The application that makes the accounts; null where Waystone does. */
  readonly external: ExternalAccounts | null
  readonly passwords: Passwords
  /** Makes what only its holder may know. */
  readonly newSecret: () => string
  readonly deviceTokens: DeviceTokens
  readonly secondFactors: SecondFactors
  /** Null where no mail is sent. */
  readonly mailer: Mailer | null
  /** Providers whose ID tokens sign in, by name. */
  readonly providers: ReadonlyMap<string, IdTokens>
  /** Null where tickets of Steam do not sign in. */
  readonly steam: SteamTickets | null
  readonly payments: PaymentProvider
  /** Of payment providers that do not send their events: each lists those of late. */
  readonly noticeLists: readonly (() => Promise<readonly PaymentNotice[]>)[]
  /** `reservePassing` for one price, which shares its statement with those that come at the same time. */
  readonly reserveGrouped: (price: PriceToReserve) => Promise<Reservation | null>
  readonly jurisdictions: Jurisdictions
  readonly live: LiveUpdates
  /** Reads balances from the primary; concurrent reads share a statement. Null without a wallet. */
  readonly newestBalances: (userId: string) => Promise<Balances | null>
  /** This instance's own list: a session that is revoked here is refused here at once. */
  readonly revocations: RevocationList
  /** How each subgraph answers for its part of the audit; this one by its own database. */
  readonly auditParts: Readonly<Record<Subgraph, AuditPart>>
  readonly settings: {
    readonly accessTokenLifetimeMs: number
    readonly spendLimitCentsMonthly: number
    readonly spendOrders: SpendOrders
    readonly signUpsPerAddressMax: number
    readonly signInsPerAccountMax: number
    readonly signInsPerNetworkMax: number
    readonly sessionsPerUserMax: number
    readonly declinedPurchasesDailyMax: number
    readonly guestsPerNetworkDailyMax: number
    readonly mailOrigin: MailOrigin
    /** Shown in authenticator apps. */
    readonly gameName: string
    /** The configured providers; clients are told of them. */
    readonly providers: readonly ProviderSettings[]
    readonly steam: SteamSettings | null
    /** Clients are told of them, with their passwords; empty where no demo accounts are made. */
    readonly demoPlayers: readonly DemoPlayer[]
    readonly accountDeletionDelayMs: number
    /** From the choice of another country until it may take effect. */
    readonly countryChangeDelayMs: number
    /** True where an administrator has no rights before a second factor is set up. */
    readonly isTwoFactorRequired: boolean
  }
}
