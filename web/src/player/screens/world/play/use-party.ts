import { useEffect, useMemo } from 'react'
import { useMutation, useQuery, useSubscription } from 'urql'
import { graphql } from '../../../../generated/gql.js'

const PARTY = graphql(`
  query PartyOnMap {
    me {
      id
      party {
        ...PartyOnMapShown
      }
    }
  }
  fragment PartyOnMapShown on Party {
    id
    members {
      user {
        id
        displayName
      }
      character {
        id
        name
      }
    }
  }
`)

const PARTY_CHANGED = graphql(`
  subscription PartyOnMapChanged {
    partyChanged {
      ...PartyOnMapShown
    }
  }
`)

const PLAY = graphql(`
  mutation PlayInParty($characterId: ID!) {
    setPartyCharacter(characterId: $characterId) {
      __typename
      ... on Party {
        ...PartyOnMapShown
      }
    }
  }
`)

export interface PartyOnMap {
  /** The other members, as far as they play with a character. */
  readonly others: readonly { readonly characterId: string; readonly name: string }[]
  readonly characterIds: ReadonlySet<string>
}

/** The player's party in the world. The character that is played becomes the one that plays in it. */
export function useParty(characterId: string): PartyOnMap {
  const [{ data }] = useQuery({ query: PARTY })
  useSubscription({ query: PARTY_CHANGED })
  const [, play] = useMutation(PLAY)
  const me = data?.me
  const own = me?.party?.members.find(({ user }) => user?.id === me.id)
  const playsAnother = own !== undefined && own.character?.id !== characterId
  useEffect(() => {
    if (playsAnother) void play({ characterId })
  }, [playsAnother, play, characterId])
  return useMemo(() => {
    const others = (me?.party?.members ?? []).flatMap(({ character, user }) =>
      !user || user.id === me?.id || !character ? [] : [{ characterId: character.id, name: character.name }],
    )
    return { others, characterIds: new Set(others.map(other => other.characterId)) }
  }, [me])
}
