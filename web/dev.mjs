// The pages of `npm run dev`: Vite serves their sources, and sends what it does not know to the gateway.
import path from 'node:path'

/**
 * Serves the pages with hot reload.
 * @param gateway the gateway's URL, such as http://127.0.0.1:4000
 * @returns their URL, and what stops them
 */
export async function serveSources(gateway) {
  process.env.WAYSTONE_URL = gateway
  const { createServer } = await import('vite')
  const server = await createServer({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' })
  await server.listen()
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
