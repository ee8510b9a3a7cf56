import type { Duplex } from 'node:stream'
import type { GraphQLFormattedError } from 'graphql'
import { MessageType } from 'graphql-ws'
import { WebSocket } from 'ws'
import { encodeBetween, type LiveMessage } from '../hub/live-message.js'
import type { Outlet } from '../hub/outlet.js'
import { closeCodes, type Closing } from './close-codes.js'
import {
  writeBytesOnce,
  writeTextMessage,
  writeTextMessages,
  writeTextOnce,
  writeTextsOnce,
} from './websocket-frame.js'

/** The end of the message around an answer. */
const END = '}'
const END_BYTES = Buffer.from(END)
/** The text that all subscribers share: the answer, and the end of the message. */
const encode = encodeBetween('', END)

/** One subscription of a graphql-ws connection. A class, since there is one for each client. */
export class WebSocketOutlet implements Outlet {
  readonly #socket: WebSocket
  readonly #stream: Duplex
  readonly #id: string
  readonly #prefix: Buffer
  readonly #onOver: (closing?: Closing) => void

  /** @param parts.onOver the subscription is over, and with it the connection if it says how to close it. */
  constructor(
    id: string,
    { socket, stream, onOver }: { socket: WebSocket; stream: Duplex; onOver: (closing?: Closing) => void },
  ) {
    this.#socket = socket
    this.#stream = stream
    this.#id = id
    this.#prefix = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
    this.#onOver = onOver
  }

  get unsentBytes(): number {
    return this.#stream.writableLength
  }

  send(message: LiveMessage): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    if (message.isShared) writeTextMessage(this.#stream, this.#prefix, message.as(encode))
    else if (typeof message.json === 'string') writeTextOnce(this.#stream, this.#prefix, message.json + END)
    else writeBytesOnce(this.#stream, [this.#prefix, ...message.json, END_BYTES])
  }

  sendAll(messages: readonly LiveMessage[]): void {
    const [first] = messages
    if (first === undefined || this.#socket.readyState !== WebSocket.OPEN) return
    if (messages.length === 1) this.send(first)
    else
      writeTextMessages(
        this.#stream,
        this.#prefix,
        messages.map(message => message.as(encode)),
      )
  }

  answer(message: LiveMessage): void {
    this.#onOver()
    if (this.#socket.readyState !== WebSocket.OPEN) return
    const complete = JSON.stringify({ id: this.#id, type: MessageType.Complete })
    writeTextsOnce(this.#stream, [Buffer.concat([this.#prefix, message.as(encode)]), Buffer.from(complete)])
  }

  onceDrained(listener: () => void): void {
    this.#stream.once('drain', listener)
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.#end({ id: this.#id, type: MessageType.Error, payload: errors })
  }

  complete(): void {
    this.#end({ id: this.#id, type: MessageType.Complete })
  }

  cutOff(): void {
    this.#onOver(closeCodes.tooSlow)
  }

  #end(message: object): void {
    this.#onOver()
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }
}
