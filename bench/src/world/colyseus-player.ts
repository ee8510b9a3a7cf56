import { WebSocket } from 'ws'
import type { OpenPlayer, PlayerSocket } from './player-socket.js'

/** Of Colyseus's protocol. */
const JOIN_ROOM = 10
const ROOM_DATA = 13
const ROOM_STATE = 14
const ROOM_STATE_PATCH = 15
const MOVE = 1
const ATTACK = 2
/** MessagePack: a list of two, and an unsigned byte. */
const LIST_OF_TWO = 0x92
const BYTE = 0xcc

/** A player before Colyseus. It does not decode what it gets; pings are answered by the ws package. */
export const openColyseusPlayer: OpenPlayer = async ({ url, mapIndex, home, ...player }, figures) => {
  const { characterId, level, name } = player
  const response = await fetch(`${url}/matchmake/join/map${mapIndex}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ characterId, level, name, ...home }),
  })
  const seat = (await response.json()) as { sessionId?: string; roomId?: string; processId?: string }
  if (seat.sessionId === undefined) throw new Error(`Colyseus gives no seat: ${JSON.stringify(seat)}`)
  const address = `${url.replace('http', 'ws')}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`
  return await new Promise<PlayerSocket>((resolve, reject) => {
    const socket = new WebSocket(address, { perMessageDeflate: false })
    socket.on('error', reject)
    socket.on('close', code => {
      figures.closed()
      reject(new Error(`A player was closed before it was in the world: ${code}`))
    })
    socket.on('message', received => {
      const data = received as Buffer
      if (data[0] === JOIN_ROOM) socket.send(Buffer.of(JOIN_ROOM))
      else if (data[0] === ROOM_STATE) resolve(opened)
      else if (data[0] === ROOM_STATE_PATCH) figures.update()
    })
    const opened: PlayerSocket = {
      move: ({ x, y }) => socket.send(Buffer.of(ROOM_DATA, MOVE, LIST_OF_TWO, BYTE, x, BYTE, y)),
      attack: () => {
        socket.send(Buffer.of(ROOM_DATA, ATTACK))
        return true
      },
      bytesRead: () => (socket as unknown as { _socket: { bytesRead: number } })._socket.bytesRead,
      close: () => {
        socket.removeAllListeners('close')
        socket.terminate()
      },
    }
  })
}
