import type { CharactersApp } from '@waystone/characters'
import type { GachaApp } from '@waystone/gacha'
import {
  createLocalExecutor,
  followSchemaFile,
  type LocalExecutor,
  type RequestContext,
  type SubgraphApp,
} from '@waystone/kit/graphql'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { NotificationsApp } from '@waystone/notifications'
import type { QuestsApp } from '@waystone/quests'
import type { SocialApp } from '@waystone/social'
import type { UsersApp } from '@waystone/users'
import type { SubgraphName } from './databases.js'
import type { SchemasInUse } from './schemas-in-use.js'

export interface Apps {
  readonly users: UsersApp
  readonly characters: CharactersApp
  readonly quests: QuestsApp
  readonly gacha: GachaApp
  readonly social: SocialApp
  readonly notifications: NotificationsApp
}

/** Where the contracts lie that are edited. */
export interface Development {
  readonly schemaFile: (name: SubgraphName) => string
}

/**
 * In development, the gateway composes what the subgraphs say of themselves, and asks them often enough to
 * seem immediate.
 */
export const developmentSettings = { SUPERGRAPH: 'introspect', SUPERGRAPH_POLL_MS: '300' }

/** The subgraphs of this process as its gateway asks them; in development, by their schema files as they are edited. */
export function localSubgraphs(
  apps: Apps,
  options: { dev: (Development & { readonly schemas: SchemasInUse }) | undefined; lifecycle: Lifecycle },
): Readonly<Record<SubgraphName, LocalExecutor>> {
  const { dev, lifecycle } = options
  const executorOf = <TContext extends RequestContext>(
    name: SubgraphName,
    app: SubgraphApp<TContext>,
  ): LocalExecutor => {
    if (dev === undefined) return createLocalExecutor(app)
    const followed = followSchemaFile(app, {
      file: dev.schemaFile(name),
      onChange: text => dev.schemas.changed(name, text),
      onBroken: reason => dev.schemas.broken(name, reason),
    })
    lifecycle.onClose(`schema of ${name}`, () => followed.stop())
    return createLocalExecutor(followed.app)
  }
  return {
    users: executorOf('users', apps.users),
    characters: executorOf('characters', apps.characters),
    quests: executorOf('quests', apps.quests),
    gacha: executorOf('gacha', apps.gacha),
    social: executorOf('social', apps.social),
    notifications: executorOf('notifications', apps.notifications),
  }
}
