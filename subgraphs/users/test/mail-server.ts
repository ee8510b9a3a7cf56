import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it has arrived. */
export interface ArrivedMail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** A real SMTP server that keeps what it gets, and can be told to behave badly. */
export interface MailServer {
  readonly port: number
  readonly arrived: ArrivedMail[]
  /** The SMTP reply code for the next recipients; null takes them. */
  refuseWith: number | null
  /** The newest token in a mail to an address: a notice without one may overtake it. */
  tokenFor(address: string): string
  close(): Promise<void>
}

/** At the end of a line, alone or in a link. */
const TOKEN = /(?:^|&token=)([\w-]{43})$/m

const SETTINGS = {
  MAIL: 'smtp',
  SMTP_HOST: '127.0.0.1',
  SMTP_TLS: 'none',
  MAIL_FROM: 'Example Game <no-reply@example.com>',
}

/** Settings that send mail to the server. */
export const mailSettings = ({ port }: Pick<MailServer, 'port'>): Record<string, string> => ({
  ...SETTINGS,
  SMTP_PORT: String(port),
})

export async function startMailServer(options: { login?: { user: string; pass: string } } = {}): Promise<MailServer> {
  const arrived: ArrivedMail[] = []
  const { login } = options
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _, callback) => {
      if (username === login?.user && password === login?.pass) callback(null, { user: username })
      else callback(new Error('wrong login'))
    },
    onRcptTo: ({ address }, _, callback) => {
      const { refuseWith } = mailServer
      if (refuseWith === null) callback()
      else callback(Object.assign(new Error(`no mail for ${address}`), { responseCode: refuseWith }))
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        arrived.push({ to, ...readMail(Buffer.concat(chunks).toString('latin1')) })
        callback()
      })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const mailServer: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    refuseWith: null,
    tokenFor: address => {
      const tokens = arrived.flatMap(({ to, text }) => (to === address ? (TOKEN.exec(text)?.[1] ?? []) : []))
      const token = tokens.at(-1)
      if (token === undefined) throw new Error(`No mail to ${address} has a token: ${JSON.stringify(arrived)}`)
      return token
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
  return mailServer
}

/** Of the few headers and encodings that our mails have. */
function readMail(source: string): { subject: string; text: string } {
  const [head = '', ...body] = source.split('\r\n\r\n')
  const subject = /^Subject: (.*(?:\r\n\s.*)*)$/m.exec(head)?.[1]?.replaceAll(/\r\n\s/g, ' ') ?? ''
  const text = body.join('\n\n').replaceAll('\r\n', '\n')
  const isQuoted = /^Content-Transfer-Encoding: quoted-printable/m.test(head)
  return { subject, text: isQuoted ? text.replaceAll(/=\n/g, '').replaceAll('=3D', '=') : text }
}
