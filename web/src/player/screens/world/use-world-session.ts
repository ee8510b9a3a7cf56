import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { connectionState, onConnectionChange } from '../../../graph/connection.js'
import { live } from '../../../graph/live.js'
import { createPetCommands, type PetCommands } from './play/pet-commands.js'
import { createWorldSession, type WorldSession } from './play/world-session.js'

/**
 * The session of a character, for as long as the screen shows it; the character enters the world with it.
 * @param attempt another number begins anew, such as after the server has refused
 */
export function useWorldSession(
  characterId: string,
  attempt: number,
): { session: WorldSession | null; pets: PetCommands } {
  const client = useClient()
  const { t } = useTranslation()
  const [session, setSession] = useState<WorldSession | null>(null)
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
    return () => {
      stopWatching()
      opened.close()
      setSession(null)
    }
  }, [characterId, attempt, pets, t])
  return { session, pets }
}
