/** A cell of a map; (0, 0) is the south-west corner. */
export interface Cell {
  readonly x: number
  readonly y: number
}

export interface Appearance {
  readonly hairStyle: number
  readonly hairColor: number
  readonly clothColor: number
}

/** The fields that the view selects of a character that comes into view. */
export interface AppearedCharacter {
  readonly id: string
  readonly name: string
  readonly class: string
  readonly level: number
  readonly appearance: Appearance
  readonly stats: { readonly hp: number; readonly maxHp: number; readonly agility: number }
}

/** One change of a world update, as the subscription of the view tells it. */
export type WorldChange =
  | { readonly __typename: 'CharacterAppeared'; readonly character: AppearedCharacter; readonly position: Cell }
  | {
      readonly __typename: 'CharacterMoved'
      readonly characterId: string
      readonly from: Cell
      readonly to: Cell
    }
  | { readonly __typename: 'CharacterLeft' | 'CharacterDied'; readonly characterId: string }
  | { readonly __typename: 'AppearanceChanged'; readonly characterId: string; readonly appearance: Appearance }
  | {
      readonly __typename: 'CharacterDamaged'
      readonly characterId: string
      readonly byMonsterId: string
      readonly damage: number
      readonly hp: number
    }
  | { readonly __typename: 'CharacterLeveledUp'; readonly characterId: string; readonly level: number }
  | { readonly __typename: 'CharacterSaid'; readonly characterId: string; readonly text: string }
  | { readonly __typename: 'MonsterAppeared'; readonly monster: MonsterInView }
  | { readonly __typename: 'MonsterMoved'; readonly monsterId: string; readonly to: Cell }
  | {
      readonly __typename: 'MonsterDamaged'
      readonly monsterId: string
      readonly byCharacterId: string
      readonly damage: number
      readonly hp: number
    }
  | { readonly __typename: 'MonsterDied'; readonly monsterId: string; readonly byCharacterId: string }
  | { readonly __typename: 'MonsterLeft'; readonly monsterId: string }
  | { readonly __typename: 'DropAppeared'; readonly drop: DropInView }
  | { readonly __typename: 'DropTaken'; readonly dropId: string; readonly byCharacterId: string }
  | { readonly __typename: 'DropLeft'; readonly dropId: string }
  | {
      readonly __typename: 'PetAppeared'
      readonly pet: { readonly id: string; readonly name: string; readonly level: number }
      readonly ownerId: string
      readonly position: Cell
    }
  | { readonly __typename: 'PetMoved'; readonly petId: string; readonly to: Cell }
  | { readonly __typename: 'PetLeft'; readonly petId: string }
  | { readonly __typename: 'MapChanged'; readonly map: { readonly id: string }; readonly position: Cell }

export interface MonsterInView {
  readonly id: string
  readonly name: string
  readonly level: number
  readonly hp: number
  readonly maxHp: number
  readonly position: Cell
}

export interface DropInView {
  readonly id: string
  readonly name: string
  readonly position: Cell
}

export interface PetInView {
  readonly id: string
  readonly name: string
  readonly level: number
  /** The character that it walks with. */
  readonly ownerId: string
  readonly position: Cell
}

export interface WorldUpdate {
  /** The newest tick that is in it. */
  readonly tick: number
  /** The server's clock at that tick, in milliseconds since 1970. */
  readonly at: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
  readonly changes: readonly WorldChange[]
}

/** The subscription of the view: everything that happens around a character. */
export const WORLD_UPDATED = `subscription WorldUpdated($characterId: ID!, $everyTicks: Int!) {
  worldUpdated(characterId: $characterId, everyTicks: $everyTicks) {
    tick at sequence snapshot acknowledged
    changes {
      __typename
      ... on CharacterAppeared {
        character { id name class level appearance { hairStyle hairColor clothColor } stats { hp maxHp agility } }
        position { x y }
      }
      ... on CharacterMoved { characterId from { x y } to { x y } }
      ... on CharacterLeft { characterId }
      ... on AppearanceChanged { characterId appearance { hairStyle hairColor clothColor } }
      ... on CharacterDamaged { characterId byMonsterId damage hp }
      ... on CharacterDied { characterId }
      ... on CharacterLeveledUp { characterId level }
      ... on CharacterSaid { characterId text }
      ... on MonsterAppeared { monster { id name level hp maxHp position { x y } } }
      ... on MonsterMoved { monsterId to { x y } }
      ... on MonsterDamaged { monsterId byCharacterId damage hp }
      ... on MonsterDied { monsterId byCharacterId }
      ... on MonsterLeft { monsterId }
      ... on DropAppeared { drop { id name position { x y } } }
      ... on DropTaken { dropId byCharacterId }
      ... on DropLeft { dropId }
      ... on PetAppeared { pet { id name level } ownerId position { x y } }
      ... on PetMoved { petId to { x y } }
      ... on PetLeft { petId }
      ... on MapChanged { map { id } position { x y } }
    }
  }
}`

/** One command of a character: exactly one of the fields. */
export type WorldCommand =
  | { readonly move: Cell }
  | { readonly attack: string }
  | { readonly pickUp: string }
  | { readonly appearance: Appearance }
  | { readonly say: string }

/** The world's answer to a command. */
export type CommandOutcome =
  /** `tick` is the one that has applied it. */
  | { readonly accepted: true; readonly tick: number }
  /** `reason` is a CommandRejectionReason of the schema, or CHARACTER_NOT_FOUND. */
  | { readonly accepted: false; readonly reason: string; readonly message: string }

export interface CommandResult {
  readonly __typename: string
  readonly tick?: number
  readonly reason?: string
  readonly message?: string
}

export const outcomeOf = ({ __typename, tick = 0, reason, message = '' }: CommandResult): CommandOutcome =>
  __typename === 'CommandAccepted'
    ? { accepted: true, tick }
    : { accepted: false, reason: reason ?? 'CHARACTER_NOT_FOUND', message }

const RESULT = '{ __typename ... on CommandAccepted { tick } ... on CommandRejected { reason message } }'

export const WORLD_COMMANDS = `mutation WorldCommands($characterId: ID!, $commands: [WorldCommandInput!]!) {
  results: worldCommands(characterId: $characterId, commands: $commands) ${RESULT}
}`
export const ENTER_WORLD = `mutation EnterWorld($characterId: ID!) {
  result: enterWorld(characterId: $characterId) ${RESULT}
}`
export const LEAVE_WORLD = `mutation LeaveWorld($characterId: ID!) {
  result: leaveWorld(characterId: $characterId) ${RESULT}
}`
