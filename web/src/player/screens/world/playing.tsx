import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useAskAgain } from '../../../graph/use-ask-again.js'
import { Notice } from '../../../ui/notice.js'
import { createTerrain } from '../../../map/art/terrain.js'
import { MapStage } from './map-stage.js'
import { ChatPanel } from './panels/chat-panel.js'
import { Curtain } from './panels/curtain.js'
import { Hotbar, useHotbar } from './panels/hotbar.js'
import { NearPanel } from './panels/near-panel.js'
import { PartyList } from './panels/party-list.js'
import { Sheet } from './panels/sheet.js'
import { Status } from './panels/status.js'
import type { PetCommands } from './play/pet-commands.js'
import { useStore } from './play/store.js'
import { useParty } from './play/use-party.js'
import type { WorldSession } from './play/world-session.js'
import { useWorldSession } from './use-world-session.js'
import styles from './world.module.css'

const MAP = graphql(`
  query WorldMap($id: ID!) {
    map(id: $id) {
      ...DrawnMap
      monsterKinds {
        id
        name
        tameable
      }
    }
    ...DrawnKeys
  }
`)

/** A character in the world: map, list, chat and commands. */
export function Playing({ characterId, onAgain }: { characterId: string; onAgain: () => void }) {
  const { t } = useTranslation()
  const { session, pets } = useWorldSession(characterId)
  if (session === null) return <p role="status">{t('loading')}</p>
  return <InWorld session={session} pets={pets} characterId={characterId} onAgain={onAgain} />
}

function InWorld(props: { session: WorldSession; pets: PetCommands; characterId: string; onAgain: () => void }) {
  const { session, pets, characterId, onAgain } = props
  const { t } = useTranslation()
  const { mapId } = useStore(session.summary)
  const party = useParty(characterId)
  const isShared = useStore(session.isShared)
  const chat = useRef<HTMLInputElement>(null)
  const [{ data, error }, ask] = useQuery({ query: MAP, variables: { id: mapId ?? '' }, pause: mapId === null })
  const map = data?.map?.id === mapId ? data.map : null
  const terrain = useMemo(() => map && createTerrain(map, data?.mapLegend ?? []), [map, data?.mapLegend])
  // Asked for while the server came up, it may have failed.
  useAskAgain(map === null ? error : undefined, () => ask({ requestPolicy: 'network-only' }))
  const classes = data?.characterClasses
  const artOf = useCallback(
    (characterClass: string) => classes?.find(profile => profile.class === characterClass)?.art ?? '',
    [classes],
  )
  const actions = useHotbar({ session, pets, characterId, focusChat: () => chat.current?.focus() })
  // One that is held acts once, and scrolls no page meanwhile.
  const onKey = (code: string, isHeld: boolean) => {
    const action = actions.find(({ codes }) => codes.includes(code))
    if (!isHeld) action?.run()
    return action !== undefined
  }
  return (
    <div className={styles.layout}>
      <div className={styles.play}>
        <Sheet session={session} characterId={characterId} />
        <div className={styles.board}>
          {terrain && (
            <MapStage session={session} terrain={terrain} artOf={artOf} party={party.characterIds} onKey={onKey} />
          )}
          <Curtain session={session} isMapKnown={terrain !== null} problem={error} onAgain={onAgain} />
        </div>
        <Status session={session} />
        {isShared && <Notice tone="warn">{t('world.otherDevice')}</Notice>}
        <Hotbar actions={actions} />
      </div>
      <div className={styles.side}>
        <PartyList session={session} party={party} />
        <NearPanel session={session} portals={map?.portals ?? []} kinds={map?.monsterKinds ?? []} />
        <ChatPanel session={session} input={chat} />
      </div>
    </div>
  )
}
