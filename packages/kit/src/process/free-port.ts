import { createServer } from 'node:net'

/** A TCP port of 127.0.0.1 that nobody listens on now; another process may take it before the caller does, who then asks again. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise<void>(resolve => server.close(() => resolve()))
  if (address === null || typeof address === 'string')
    throw new Error('Expected a listening TCP server to have a port.')
  return address.port
}
