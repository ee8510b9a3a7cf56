// The pages of `npm run dev`: Vite serves their sources, and sends what it does not know to the gateway.
import path from 'node:path'

const PORT = 5173
/** Paths that the gateway answers. */
const OF_GATEWAY = ['/graphql', '/session', '/schema.graphql', '/console/overview', '/console/export']

/**
 * Serves the pages with hot reload.
 * @param gateway the gateway's URL, such as http://127.0.0.1:4000
 * @returns their URL, and what stops them
 */
export async function serveSources(gateway) {
  const { createServer } = await import('vite')
  const server = await createServer({
    configFile: path.join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'warn',
    server: {
      host: '127.0.0.1',
      port: PORT,
      proxy: Object.fromEntries(
        OF_GATEWAY.map(at => [at, { target: gateway, ws: at === '/graphql', changeOrigin: true }]),
      ),
    },
  })
  await server.listen()
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
