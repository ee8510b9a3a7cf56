import type { CommandOutcome } from '@waystone/live-client'
import type { Client, TypedDocumentNode } from 'urql'
import { graphql } from '../../../../generated/gql.js'

const TAME = graphql(`
  mutation TameMonster($characterId: ID!, $monsterId: ID!) {
    result: tameMonster(characterId: $characterId, monsterId: $monsterId) {
      ...PetCommandOutcome
    }
  }
  fragment PetCommandOutcome on CommandResult {
    __typename
    ... on CommandAccepted { tick }
    ... on CommandRejected { reason message }
  }
`)
const SUMMON = graphql(`
  mutation SummonPet($characterId: ID!, $petId: ID!) {
    result: summonPet(characterId: $characterId, petId: $petId) {
      ...PetCommandOutcome
    }
  }
`)
const DISMISS = graphql(`
  mutation DismissPet($characterId: ID!) {
    result: dismissPet(characterId: $characterId) {
      ...PetCommandOutcome
    }
  }
`)
const FEED = graphql(`
  mutation FeedPet($characterId: ID!) {
    result: feedPet(characterId: $characterId) {
      ...PetCommandOutcome
    }
  }
`)

export const OWN_PETS = graphql(`
  query WorldPets($id: ID!) {
    character(id: $id) {
      id
      pets {
        id
        name
        hunger
        summoned
      }
    }
  }
`)

/** An accepted attempt has either made a pet of the monster, or only taken a lure. */
export type TameOutcome = CommandOutcome & { readonly isTamed: boolean }

/** Commands that the live client's view does not send. After each the cache has the pets as they are then. */
export interface PetCommands {
  tame(monsterId: string): Promise<TameOutcome>
  summon(petId: string): Promise<CommandOutcome>
  dismiss(): Promise<CommandOutcome>
  feed(): Promise<CommandOutcome>
}

interface Answer {
  readonly result:
    | { readonly __typename: 'CommandAccepted'; readonly tick: number }
    | { readonly __typename: 'CommandRejected'; readonly reason: string; readonly message: string }
    | { readonly __typename: 'CharacterNotFound' }
}

/** @param lost the sentence for an answer that did not come */
export function createPetCommands(client: Client, characterId: string, lost: () => string): PetCommands {
  const ask = async <Variables extends object>(
    document: TypedDocumentNode<Answer, Variables>,
    variables: Variables,
  ): Promise<CommandOutcome> => {
    const { data } = await client.mutation(document, variables).toPromise()
    if (!data) return { accepted: false, reason: 'LOST', message: lost() }
    const { result } = data
    if (result.__typename === 'CommandAccepted') {
      await client.query(OWN_PETS, { id: characterId }, { requestPolicy: 'network-only' }).toPromise()
      return { accepted: true, tick: result.tick }
    }
    if (result.__typename === 'CommandRejected')
      return { accepted: false, reason: result.reason, message: result.message }
    return { accepted: false, reason: 'CHARACTER_NOT_FOUND', message: lost() }
  }
  const petCount = async (): Promise<number> => {
    const { data } = await client.query(OWN_PETS, { id: characterId }, { requestPolicy: 'cache-first' }).toPromise()
    return data?.character?.pets.length ?? 0
  }
  return {
    // The monster's leaving the view says nothing: another player may have killed it.
    tame: async monsterId => {
      const before = await petCount()
      const outcome = await ask(TAME, { characterId, monsterId })
      return { ...outcome, isTamed: outcome.accepted && (await petCount()) > before }
    },
    summon: petId => ask(SUMMON, { characterId, petId }),
    dismiss: () => ask(DISMISS, { characterId }),
    feed: () => ask(FEED, { characterId }),
  }
}
