import { existsSync } from 'node:fs'
import path from 'node:path'
import { findBreakingChanges, isEnumType, isSpecifiedScalarType, type GraphQLSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { argumentsOf, contractOf, fieldsOf, linesOf, offerOf, schemaOf, typesBelow } from './house/contract.js'
import { root, subgraphs } from './house/tree.js'

/** These belong to all subgraphs, so no single one can describe them. */
const roots = new Set(['Query', 'Mutation', 'Subscription'])

describe.each(subgraphs)('the %s subgraph', subgraph => {
  const contract = contractOf(subgraph)
  const offer = offerOf(subgraph)
  const promised = typesBelow(contract, ['Query', 'Mutation', 'Subscription'])

  test('has a contract', () => {
    expect(linesOf(contract, promised).length).toBeGreaterThan(50)
    expect(promised.has('Subscription')).toBe(true)
  })

  test('offers all that its contract promises: types, fields, arguments, enum values, members', () => {
    const missing = findBreakingChanges(contract, offer).filter(({ description }) =>
      [...promised].some(name => new RegExp(`\\b${name}\\b`).test(description)),
    )
    expect(missing.map(({ description }) => description)).toEqual([])
  })

  test('gives each of them exactly the promised type, default and access rules', () => {
    const offered = new Set(linesOf(offer, promised))
    expect(linesOf(contract, promised).filter(line => !offered.has(line))).toEqual([])
  })

  test('describes every type, field, argument, input field and enum value', () => {
    const undescribed = ownTypes(offer).flatMap(type => [
      ...(type.description || roots.has(type.name) ? [] : [type.name]),
      ...fieldsOf(type).flatMap(field => [
        ...(field.description ? [] : [`${type.name}.${field.name}`]),
        ...argumentsOf(field)
          .filter(argument => !argument.description)
          .map(argument => `${type.name}.${field.name}(${argument.name})`),
      ]),
      ...(isEnumType(type) ? type.getValues() : [])
        .filter(value => !value.description)
        .map(value => `${type.name}.${value.name}`),
    ])
    expect(undescribed).toEqual([])
  })
})

test('what several subgraphs share is described in the same words, since the supergraph shows only one of them', () => {
  const words = new Map<string, Set<string>>()
  const note = (name: string, description: string | null | undefined) =>
    words.set(name, (words.get(name) ?? new Set()).add(description ?? ''))
  for (const type of subgraphs.flatMap(subgraph => ownTypes(offerOf(subgraph)))) {
    if (!roots.has(type.name)) note(type.name, type.description)
    for (const field of fieldsOf(type)) note(`${type.name}.${field.name}`, field.description)
    for (const value of isEnumType(type) ? type.getValues() : []) note(`${type.name}.${value.name}`, value.description)
  }
  const differing = [...words].filter(([, texts]) => texts.size > 1).map(([name, texts]) => [name, ...texts])
  expect(words.size).toBeGreaterThan(200)
  expect(differing).toEqual([])
})

/**
 * Nullable here, other than agreed: a subgraph that is away loses only its own part of an answer
 * (docs/decisions/041).
 */
const seams = new Set([
  'GuildMembership.user',
  'GuildApplication.user',
  'GuildLogEntry.actor',
  'Query.guilds',
  'Query.quests',
  'Query.items',
  'Query.banners',
  'Query.maps',
  'Query.worldStatus',
  'Query.currencyPacks',
  'ItemReward.item',
  'QuestProgress.user',
  'QuestCompletion.user',
  'GameEvent.user',
  'Character.owner',
  'MonsterDrop.item',
  'Pull.user',
  'MatchPlayer.user',
  'User.matchRating',
  'Query.puzzles',
  'Message.from',
  'FriendEdge.node',
  'FriendRequest.from',
  'FriendRequest.to',
  'Friendship.user',
  'Party.leader',
  'PartyMember.user',
  'PartyInvitation.to',
  'Subscription.friendPresenceChanged',
  'MessageReport.by',
  'Query.messageReports',
  'User.characters',
  'User.characterSlots',
  'ItemAttachment.item',
  'NotificationLogEntry.user',
  'Query.notificationLog',
  'Query.webPushKey',
])

test('the contract here keeps what was agreed, where the agreement is at hand, but for the nullable seams', () => {
  const agreed = path.join(root, '..', 'shared', 'api')
  const changes = (existsSync(agreed) ? subgraphs : []).flatMap(subgraph =>
    findBreakingChanges(schemaOf(`../shared/api/${subgraph}.graphql`), contractOf(subgraph)),
  )
  const isSeam = (description: string) => {
    const [, field = '', before, now] = /^(\S+) changed type from (\S+)! to (\S+)\.$/.exec(description) ?? []
    return seams.has(field) && before === now
  }
  expect(changes.map(({ description }) => description).filter(description => !isSeam(description))).toEqual([])
})

const ownTypes = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter(type => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
