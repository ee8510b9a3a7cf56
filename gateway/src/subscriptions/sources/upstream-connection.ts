import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType, parseMessage, type Message } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { GraphQLFormattedError } from 'graphql'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import { UNDER_WAY_MAX, type SourceRequest } from './event-source.js'
import { readWrittenBatch, type WrittenAnswer } from './written-batch.js'

/** From the first packet to the subgraph's acknowledgement. */
const READY_TIMEOUT_MS = 5_000
/** A subgraph that does not answer a ping until the next one counts as gone. */
const PING_INTERVAL_MS = 10_000

export interface UpstreamListener {
  /** The subgraph has been asked. */
  ready(): void
  /**
   * @param text the message that had the payload.
   * @returns resolves when the event has been answered.
   */
  next(payload: unknown, text: string): Promise<void> | undefined
  /** A whole answer to the client's own operation. */
  written(json: Buffer): void
  error(errors: readonly GraphQLFormattedError[]): void
  complete(): void
  /** The connection is gone, with the code that closed it; 1006 when nothing did. */
  lost(code: number): void
}

/** One graphql-ws connection to one instance of a subgraph, for one identity; any number of streams share it. */
export interface UpstreamConnection {
  readonly isUsable: boolean
  /** Streams that are open on it. */
  readonly size: number
  /** @returns what ends the stream. The last one to end closes the connection. */
  subscribe(payload: SubscribePayload, listener: UpstreamListener): () => void
}

export interface SubscribePayload {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  readonly verbatim: SourceRequest['verbatim']
  readonly accessOnly?: boolean | undefined
  readonly forAll?: boolean | undefined
  /** On a connection that carries several identities: the headers of this one. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Connects. Unlike graphql-ws's own client this never connects again by itself: after a loss a stream must go
 * on where it was, and only its owner knows where that is.
 */
export function connectUpstream(options: {
  url: string
  /** The payload of connection_init. */
  params: Readonly<Record<string, unknown>>
  messageMaxBytes: number
  /** It is a subgraph of Waystone's, which may write results itself. */
  onWritesResults: () => void
  onClosed: () => void
}): UpstreamConnection {
  const { url, params, messageMaxBytes, onWritesResults, onClosed } = options
  const streams = new Map<string, { payload: SubscribePayload; listener: UpstreamListener }>()
  let phase: 'connecting' | 'ready' | 'closed' = 'connecting'
  let writesResults = false
  let lastId = 0
  let isAlive = true
  let pinging: NodeJS.Timeout | undefined
  let underWay = 0

  const socket = new WebSocket(url, GRAPHQL_TRANSPORT_WS_PROTOCOL, {
    maxPayload: messageMaxBytes,
    perMessageDeflate: false,
  })
  const readyTimeout = setTimeout(() => socket.terminate(), READY_TIMEOUT_MS)

  const send = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(writeNumbers(JSON.stringify(message)))
  }
  const ask = (
    id: string,
    { verbatim, accessOnly, forAll, headers, ...payload }: SubscribePayload,
    listener: UpstreamListener,
  ) => {
    const extensions = {
      ...(writesResults && verbatim !== null && { verbatim }),
      ...(accessOnly === true && { accessOnly }),
      ...(forAll === true && { forAll }),
      ...(headers && { headers }),
    }
    const extended = Object.keys(extensions).length > 0 ? { ...payload, extensions } : payload
    send({ id, type: MessageType.Subscribe, payload: extended })
    listener.ready()
  }
  const acknowledged = (payload: Readonly<Record<string, unknown>> | undefined) => {
    if (phase !== 'connecting') return
    phase = 'ready'
    writesResults = payload?.['writtenResults'] === true
    if (writesResults) onWritesResults()
    clearTimeout(readyTimeout)
    pinging = setInterval(() => {
      // While the socket is paused, its pongs are not read: then a silent peer cannot be detected.
      if (socket.isPaused) return
      if (!isAlive) return socket.terminate()
      isAlive = false
      socket.ping()
    }, PING_INTERVAL_MS)
    for (const [id, stream] of streams) ask(id, stream.payload, stream.listener)
  }
  const closed = (code: number) => {
    if (phase === 'closed') return
    phase = 'closed'
    clearTimeout(readyTimeout)
    clearInterval(pinging)
    onClosed()
    const lost = [...streams.values()]
    streams.clear()
    for (const { listener } of lost) listener.lost(code)
  }
  const holdBack = (answered: Promise<void>) => {
    if (++underWay === UNDER_WAY_MAX) socket.pause()
    void answered.then(goOn)
  }
  const goOn = () => {
    underWay--
    if (!socket.isPaused || underWay > UNDER_WAY_MAX / 2) return
    isAlive = true
    socket.resume()
  }
  const take = (message: Message, text: string) => {
    switch (message.type) {
      case MessageType.ConnectionAck:
        return acknowledged(message.payload)
      case MessageType.Ping:
        return send({ type: MessageType.Pong })
      case MessageType.Next: {
        const answered = streams.get(message.id)?.listener.next(message.payload, text)
        if (answered !== undefined) holdBack(answered)
        return undefined
      }
      case MessageType.Error:
      case MessageType.Complete: {
        const stream = streams.get(message.id)
        streams.delete(message.id)
        if (message.type === MessageType.Error) stream?.listener.error(message.payload)
        else stream?.listener.complete()
        return closeWhenUnused()
      }
      case MessageType.Pong:
      // Messages that only clients send.
      case MessageType.ConnectionInit:
      case MessageType.Subscribe:
        return undefined
    }
  }
  const takeWritten = (answers: readonly WrittenAnswer[]) => {
    for (const { id, json } of answers) streams.get(id)?.listener.written(json)
  }
  const closeWhenUnused = () => {
    if (streams.size > 0 || phase === 'closed') return
    closed(1000)
    socket.close(1000)
  }

  socket.on('open', () => send({ type: MessageType.ConnectionInit, payload: { ...params, writtenResults: true } }))
  socket.on('message', (received, isBinary) => {
    isAlive = true
    const text = isBinary ? '' : (received as Buffer).toString()
    let message: Message
    try {
      if (isBinary) return takeWritten(readWrittenBatch(received as Buffer))
      message = parseMessage(text)
    } catch {
      return socket.close(CloseCode.BadResponse, 'Invalid message received')
    }
    if (phase !== 'closed') take(message, text)
  })
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('close', closed)
  // The close that follows says all that matters.
  socket.on('error', () => {})

  return {
    get isUsable() {
      return phase !== 'closed' && socket.readyState <= WebSocket.OPEN
    },
    get size() {
      return streams.size
    },
    subscribe: (payload, listener) => {
      const id = (++lastId).toString(36)
      streams.set(id, { payload, listener })
      if (phase === 'ready') queueMicrotask(() => streams.has(id) && ask(id, payload, listener))
      return () => {
        if (!streams.delete(id)) return
        if (phase === 'ready') send({ id, type: MessageType.Complete })
        closeWhenUnused()
      }
    },
  }
}
