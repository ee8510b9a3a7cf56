import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { Kind, parse, type GraphQLSchema } from 'graphql'
import { root } from '../processes.js'

/** The parts of the built characters subgraph that are measured, as far as they are used here. */
export interface BuiltWorld {
  parseMapFile(file: string, text: string): unknown
  parseMonsterKinds(file: string, text: string): unknown
  linkWorld(files: readonly unknown[], options: { kinds: unknown; startKey: string }): unknown
  createWorldRunner(content: unknown, start: object): Runner
  readBodies(views: object, take: (body: Body) => void): void
  compileProjection(info: object): unknown
}

export interface Runner {
  readonly viewers: {
    after(tick: object): unknown
    watch(viewerId: number, options: object): void
    introduce(profile: object): void
  }
  offer(request: object): unknown
  tick(at: number): {
    readonly views: { readonly buffer: ArrayBuffer } | null
    readonly changed: readonly LiveCharacter[]
  }
}

export interface LiveCharacter {
  readonly characterId: string
  readonly mapId: string
  readonly position: { readonly x: number; readonly y: number }
}

export interface Body {
  readonly viewerId: number
  readonly snapshot: boolean
  readonly parts: readonly Buffer[]
}

const importBuilt = async (file: string): Promise<Partial<BuiltWorld>> =>
  (await import(
    pathToFileURL(path.join(root, 'subgraphs', 'characters', 'dist', 'world', file)).href
  )) as Partial<BuiltWorld>

export async function importWorld(): Promise<BuiltWorld> {
  const parts = await Promise.all(
    [
      'content/map-format.js',
      'content/monster-kinds.js',
      'content/world-content.js',
      'loop/world-runner.js',
      'notifier/view-bodies.js',
      'notifier/compile-projection.js',
    ].map(importBuilt),
  )
  return Object.assign({}, ...parts) as BuiltWorld
}

const schema: GraphQLSchema = buildSubgraphSchema(
  parse(readFileSync(path.join(root, 'subgraphs', 'characters', 'schema.graphql'), 'utf8')),
)

/** The projection of a selection of `worldUpdated`. */
export function projectionOf({ compileProjection }: BuiltWorld, selection: string): unknown {
  const [operation] = parse(`subscription { worldUpdated ${selection} }`).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation')
  return compileProjection({
    schema,
    fragments: {},
    variableValues: {},
    fieldNodes: operation.selectionSet.selections,
    path: { key: 'worldUpdated' },
    returnType: schema.getSubscriptionType()?.getFields()['worldUpdated']?.type,
  })
}

/** Interest alone: viewers hear that something has happened, and nothing of it is written. */
export const NO_CHANGES = '{ tick sequence }'

const PLACE = '{ x y }'
/** All that a client needs to draw what is around its character. */
export const FULL = `{ tick at sequence snapshot acknowledged changes { __typename
  ... on CharacterAppeared { character { id name class level appearance { hairStyle hairColor clothColor } } position ${PLACE} }
  ... on CharacterMoved { characterId from ${PLACE} to ${PLACE} }
  ... on CharacterLeft { characterId }
  ... on AppearanceChanged { characterId appearance { hairStyle hairColor clothColor } }
  ... on CharacterDamaged { characterId byMonsterId damage hp }
  ... on CharacterDied { characterId }
  ... on CharacterLeveledUp { characterId level }
  ... on MonsterAppeared { monster { id name level hp maxHp position ${PLACE} } }
  ... on MonsterMoved { monsterId to ${PLACE} }
  ... on MonsterDamaged { monsterId byCharacterId damage hp }
  ... on MonsterDied { monsterId byCharacterId }
  ... on MonsterLeft { monsterId }
  ... on DropAppeared { drop { id name position ${PLACE} } }
  ... on DropTaken { dropId byCharacterId }
  ... on DropLeft { dropId }
  ... on MapChanged { map { id } position ${PLACE} } } }`
