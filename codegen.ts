import type { CodegenConfig } from '@graphql-codegen/cli'

/** Scalars as resolvers see them; graphql-scalars checks them at the edge. */
const scalars = {
  DateTime: { input: 'Date', output: 'Date | string' },
  SafeInt: 'number',
  EmailAddress: 'string',
  JSON: 'unknown',
  ID: 'string',
  _FieldSet: 'string',
}

/**
 * The parent types of resolvers that differ from the GraphQL type: type name → a type of the subgraph's
 * `src/mappers.ts`.
 */
const mappers: Record<string, readonly string[]> = {
  users: [
    'AdminAction',
    'AdminActionConnection',
    'User',
    'Wallet',
    'Session',
    'Purchase',
    'LedgerEntryConnection',
    'RewardClaimConnection',
    'UserConnection',
    'UserNote',
    'UserNoteConnection',
    'PurchaseConnection',
    'LedgerTransfer',
    'LedgerTransferConnection',
  ],
  characters: [
    'Character',
    'CharacterClassProfile',
    'CharacterConnection',
    'User',
    'WorldMap',
    'Portal',
    'Pet',
    'PetAppeared',
    'MonsterKind',
    'MonsterDrop',
    'WorldUpdate',
    'CharacterAppeared',
    'MapChanged',
  ],
  quests: [
    'Node',
    'User',
    'Quest',
    'QuestObjective',
    'QuestProgress',
    'QuestCompletion',
    'QuestCompletionConnection',
    'GameEvent',
    'GameEventConnection',
    'DeadLetter',
    'DeadLetterConnection',
    'ReplayedDeadLetter',
    'QuestVersion',
    'QuestVersionConnection',
    'CurrencyReward',
    'ItemReward',
    'ExperienceReward',
  ],
  gacha: [
    'Banner',
    'BannerConnection',
    'BannerOdds',
    'BannerSimulation',
    'BannerVersion',
    'BannerVersionConnection',
    'FairnessCommitment',
    'InventoryConnection',
    'InventoryEntry',
    'Item',
    'ItemConnection',
    'ItemOdds',
    'Pity',
    'Pull',
    'PullConnection',
    'PullProof',
    'PulledItem',
    'User',
  ],
  social: ['User'],
  notifications: [
    'CurrencyAttachment',
    'Delivery',
    'ItemAttachment',
    'Mail',
    'MailConnection',
    'Notification',
    'NotificationConnection',
    'NotificationLogConnection',
    'NotificationLogEntry',
    'NotificationSettings',
    'PushToken',
    'Sending',
    'User',
  ],
}

/** Resolver types of one subgraph: parents are what its `src/mappers.ts` says, the context is its `src/context.ts`. */
const subgraph = (name: string): CodegenConfig['generates'][string] => ({
  schema: `subgraphs/${name}/schema.graphql`,
  plugins: ['typescript', 'typescript-resolvers'],
  config: {
    federation: true,
    useTypeImports: true,
    enumsAsTypes: true,
    immutableTypes: true,
    strictScalars: true,
    defaultScalarType: 'unknown',
    scalars,
    contextType: '../context.js#Context',
    mappers: Object.fromEntries((mappers[name] ?? []).map(type => [type, `../mappers.js#${type}Parent`])),
    optionalResolveType: false,
    avoidOptionals: { field: true, object: false, inputValue: false, defaultValue: true, resolvers: false },
  },
})

const config: CodegenConfig = {
  generates: Object.fromEntries(
    ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'].map(name => [
      `subgraphs/${name}/src/generated/graphql.ts`,
      subgraph(name),
    ]),
  ),
  silent: true,
}
export default config
