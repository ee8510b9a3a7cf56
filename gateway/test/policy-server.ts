import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A question as it came over HTTP. */
export interface AskedPolicies {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: { version: number; claims: Record<string, unknown> | null; policies: string[] }
}

export interface PolicyServer {
  readonly url: string
  readonly asked: AskedPolicies[]
  /** Connections so far. */
  readonly connections: number
  /** Answers the next questions; by default all policies are granted. */
  answerWith(answer: (question: AskedPolicies, response: ServerResponse) => void): void
  allowAll(): void
  close(): Promise<void>
}

/** A policy service, built of Node alone. */
export async function startPolicyServer(): Promise<PolicyServer> {
  const asked: AskedPolicies[] = []
  let connections = 0
  let answer: Parameters<PolicyServer['answerWith']>[0] = allow
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as AskedPolicies['body']
      const question = { headers: request.headers, body }
      asked.push(question)
      answer(question, response)
    })
  })
  server.on('connection', () => connections++)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/decide`,
    asked,
    get connections() {
      return connections
    },
    answerWith: given => {
      answer = given
    },
    allowAll: () => {
      answer = allow
    },
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

export const sendJson = (response: ServerResponse, body: unknown): void => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

/** @param denied names of policies that are not fulfilled; all others are. */
export const sendDecisions = ({ body }: AskedPolicies, response: ServerResponse, denied: readonly string[] = []) =>
  sendJson(response, { policies: Object.fromEntries(body.policies.map(name => [name, !denied.includes(name)])) })

const allow = (question: AskedPolicies, response: ServerResponse) => sendDecisions(question, response)
