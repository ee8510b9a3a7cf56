import { WORLD_UPDATED } from '@waystone/live-client'
import { WebSocket } from 'ws'
import type { Cell } from './maps.js'
import type { OpenPlayer, PlayerSocket } from './player-socket.js'

const ENTER = 'mutation ($id: ID!) { enterWorld(characterId: $id) { __typename } }'
const COMMANDS = `mutation ($id: ID!, $commands: [WorldCommandInput!]!) {
  worldCommands(characterId: $id, commands: $commands) { __typename ... on CommandRejected { reason } }
}`

const ENTER_AGAIN_MS = 500
const UPDATE = Buffer.from('worldUpdated')
const ACCEPTED = Buffer.from('CommandAccepted')
const REFUSED = Buffer.from('CommandRejected')
const ERRORS = Buffer.from('"errors":')
const ACK = Buffer.from('connection_ack')

/** A player before Waystone's gateway, over graphql-ws. */
export const openHousePlayer: OpenPlayer = ({ url, characterId, token, everyTicks }, figures) =>
  new Promise<PlayerSocket>((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    })
    const send = (id: string, query: string, variables: object) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }))
    /** The last update: what is attacked is looked for in it when it is needed. */
    let last: Buffer | null = null
    let sent = 0
    let isIn = false
    const enter = () => {
      isIn = true
      resolve(player)
    }

    socket.on('error', reject)
    socket.on('close', code => {
      figures.closed()
      reject(new Error(`A player was closed before it was in the world: ${code}`))
    })
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    )
    socket.on('message', received => {
      const data = received as Buffer
      if (data.includes(ERRORS)) figures.fail(data.toString('utf8', 0, 500))
      if (data.indexOf(UPDATE) !== -1) {
        figures.update()
        last = data
        if (!isIn) enter()
      } else if (data.includes(ACCEPTED)) {
        if (isIn) figures.accepted()
        else if (everyTicks > 0) send('world', WORLD_UPDATED, { characterId, everyTicks })
        else enter()
      } else if (data.includes(REFUSED)) {
        if (isIn) figures.refused()
        // The world is not open yet.
        else setTimeout(() => send('enter', ENTER, { id: characterId }), ENTER_AGAIN_MS)
      } else if (data.includes(ACK)) send('enter', ENTER, { id: characterId })
    })
    const command = (input: object) => send(`c${++sent}`, COMMANDS, { id: characterId, commands: [input] })
    const player: PlayerSocket = {
      move: (to: Cell) => command({ clientSequence: sent + 1, move: to }),
      attack: () => {
        const monsterId = last === null ? null : monsterIn(last.toString('latin1'), characterId)
        if (monsterId !== null) command({ clientSequence: sent + 1, attack: monsterId })
        return monsterId !== null
      },
      bytesRead: () => (socket as unknown as { _socket: { bytesRead: number } })._socket.bytesRead,
      close: () => {
        socket.removeAllListeners('close')
        socket.terminate()
      },
    }
  })

/** The monster that strikes the player, or else one that moves in view. */
function monsterIn(text: string, characterId: string): string | null {
  const striking = new RegExp(`"characterId":"${characterId}","byMonsterId":"(\\w+)"`).exec(text)
  return (striking ?? /"monsterId":"(\w+)"/.exec(text))?.[1] ?? null
}
