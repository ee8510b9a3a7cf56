import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A push that the service has accepted. */
export interface AcceptedPush {
  readonly token: string
  /** The id of the notification: a device shows the last push with one tag. */
  readonly tag: string
}

/** FCM as far as the game knows it: the sign-in of service accounts, and a project that accepts every message. */
export interface PushService {
  readonly accepted: readonly AcceptedPush[]
  /** The settings of notifications that lead to it. */
  readonly settings: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function startPushService(): Promise<PushService> {
  const accepted: AcceptedPush[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.url === '/token')
        return void response.end(JSON.stringify({ access_token: 'an access token', expires_in: 3_600 }))
      const { message } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body
      accepted.push({ token: message.token, tag: message.android.notification.tag })
      response.end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const account = {
    client_email: 'push@waystone.example',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: `${url}/token`,
    project_id: 'waystone-chaos',
  }
  return {
    accepted,
    settings: { FCM_URL: url, FCM_SERVICE_ACCOUNT: JSON.stringify(account) },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Body {
  readonly message: { readonly token: string; readonly android: { readonly notification: { readonly tag: string } } }
}
