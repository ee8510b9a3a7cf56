import { LiveError } from '@waystone/live-client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import { liveDocument } from '../../../graph/live-document.js'
import { live } from '../../../graph/live.js'
import type { ReplayUpdate } from './replay-film.js'

const REPLAY = graphql(`
  query ConsoleReplayWorld($mapId: ID!, $fromTick: SafeInt!, $ticks: Int!) {
    worldReplay(mapId: $mapId, fromTick: $fromTick, ticks: $ticks) {
      tick
      at
      snapshot
      changes {
        ... on CharacterAppeared {
          character {
            id
            name
            class
            level
            appearance {
              hairStyle
              hairColor
              clothColor
            }
            stats {
              hp
              maxHp
              agility
            }
          }
          position {
            x
            y
          }
        }
        ... on CharacterMoved {
          characterId
          from {
            x
            y
          }
          to {
            x
            y
          }
        }
        ... on CharacterLeft {
          characterId
        }
        ... on AppearanceChanged {
          characterId
          appearance {
            hairStyle
            hairColor
            clothColor
          }
        }
        ... on CharacterDamaged {
          characterId
          byMonsterId
          damage
          hp
        }
        ... on CharacterDied {
          characterId
        }
        ... on CharacterLeveledUp {
          characterId
          level
        }
        ... on CharacterSaid {
          characterId
          text
        }
        ... on MonsterAppeared {
          monster {
            id
            name
            level
            hp
            maxHp
            position {
              x
              y
            }
          }
        }
        ... on MonsterMoved {
          monsterId
          to {
            x
            y
          }
        }
        ... on MonsterDamaged {
          monsterId
          byCharacterId
          damage
          hp
        }
        ... on MonsterDied {
          monsterId
          byCharacterId
        }
        ... on MonsterLeft {
          monsterId
        }
        ... on DropAppeared {
          drop {
            id
            name
            position {
              x
              y
            }
          }
        }
        ... on DropTaken {
          dropId
          byCharacterId
        }
        ... on DropLeft {
          dropId
        }
        ... on PetAppeared {
          pet {
            id
            name
            level
          }
          ownerId
          position {
            x
            y
          }
        }
        ... on PetMoved {
          petId
          to {
            x
            y
          }
        }
        ... on PetLeft {
          petId
        }
        ... on MapChanged {
          map {
            id
          }
          position {
            x
            y
          }
        }
      }
    }
  }
`)

export interface Stretch {
  readonly fromTick: number
  readonly ticks: number
}

interface Replayed {
  readonly updates: readonly ReplayUpdate[] | null
  readonly problem: string | null
  readonly isComputing: boolean
}

/**
 * Asks past the cache of the page: there each entity is one object, and what it was in the past would take the place
 * of what it is.
 */
export function useReplay(mapId: string): Replayed & { readonly compute: (stretch: Stretch) => Promise<void> } {
  const { t } = useTranslation()
  const [state, setState] = useState<Replayed>({ updates: null, problem: null, isComputing: false })
  const compute = async (stretch: Stretch) => {
    setState(before => ({ ...before, isComputing: true }))
    try {
      const { data, errors } = await live.request(liveDocument(REPLAY), { mapId, ...stretch })
      const problem = errors?.[0] ? t('failed', { message: errors[0].message }) : null
      setState({ updates: data.worldReplay ?? null, problem, isComputing: false })
    } catch (error) {
      const refused = error instanceof LiveError ? error.errors[0] : undefined
      const problem = refused ? t('failed', { message: refused.message }) : t('unreachable')
      setState({ updates: null, problem, isComputing: false })
    }
  }
  return { ...state, compute }
}
