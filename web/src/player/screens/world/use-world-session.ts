import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { connectionState, onConnectionChange } from '../../../graph/connection.js'
import { live } from '../../../graph/live.js'
import { onSessionChange, sessionPhase } from '../../../session/session.js'
import { createPetCommands, type PetCommands } from './play/pet-commands.js'
import { createWorldSession, type WorldSession } from './play/world-session.js'

/** A visit that has ended, such as for a token that could not be had while the server was away, begins anew. */
const BEGIN_AGAIN_MS = 3_000

/** The session of a character, for as long as the screen shows it; the character enters the world with it. */
export function useWorldSession(characterId: string): { session: WorldSession | null; pets: PetCommands } {
  const client = useClient()
  const { t } = useTranslation()
  const [session, setSession] = useState<WorldSession | null>(null)
  const [attempt, setAttempt] = useState(0)
  const pets = useMemo(() => createPetCommands(client, characterId, () => t('world.lost')), [client, characterId, t])
  useEffect(() => {
    const opened = createWorldSession({
      live,
      characterId,
      pets,
      texts: {
        lost: () => t('world.lost'),
        miss: () => t('world.miss'),
        levelUp: level => t('world.levelUp', { level }),
        taken: name => t('world.taken', { name }),
        slain: name => t('world.slain', { name }),
        died: () => t('world.died'),
        gone: () => t('world.gone'),
        tamed: name => t('world.tamed', { name }),
        brokeFree: name => t('world.brokeFree', { name }),
      },
    })
    opened.enter()
    setSession(opened)
    // A server that was restarted has no character in its world. Where it still is, to enter changes nothing.
    const stopWatching = onConnectionChange(() => {
      if (connectionState() === 'online' && opened.view.state.phase === 'here') opened.enter()
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    const beginAgain = () => {
      if (sessionPhase() === 'signedIn' && opened.view.state.phase === 'ended') setAttempt(count => count + 1)
    }
    const stopFailures = opened.view.subscribe(event => {
      if (event.type === 'failed' && event.error.failure !== 'refused') timer = setTimeout(beginAgain, BEGIN_AGAIN_MS)
    })
    const stopSession = onSessionChange(beginAgain)
    return () => {
      clearTimeout(timer)
      stopFailures()
      stopSession()
      stopWatching()
      opened.close()
      setSession(null)
    }
  }, [characterId, attempt, pets, t])
  return { session, pets }
}
