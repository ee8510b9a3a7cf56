// A better-auth application as a studio has one beside Waystone: a process of its own with a database of its
// own, which its own migration makes (what better-auth's CLI runs; the CLI itself needs Node 22). Default
// settings: ids of 32 letters and digits, columns in camelCase. Prints its URL.
//   node better-auth-app.mjs '{"databaseUrl":"postgres://…","secret":"…","namesSession":false,"uuids":false}'
// `jwtPlugin` is the source of the plugin as a page of the documentation prints it.
import { createServer } from 'node:http'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { admin, bearer, jwt, username } from 'better-auth/plugins'
import pg from 'pg'

const { databaseUrl, secret, namesSession, uuids, jwtPlugin } = JSON.parse(process.argv[2])
const pool = new pg.Pool({ connectionString: databaseUrl })

const server = createServer((request, response) => {
  handler(request, response).catch(error => {
    process.stderr.write(`${error.stack}\n`)
    response.writeHead(500).end()
  })
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}`

const options = {
  baseURL: url,
  secret,
  database: pool,
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  user: { deleteUser: { enabled: true } },
  ...(uuids && { advanced: { database: { generateId: 'uuid' } } }),
  plugins: [
    username(),
    admin(),
    bearer(),
    jwtPlugin === undefined
      ? jwt({
          jwt: {
            definePayload: ({ user, session }) => ({
              nick: user.name,
              ...(namesSession && { sid: session.id }),
            }),
          },
        })
      : (await import(`data:text/javascript,${encodeURIComponent(`export default jwt => ${jwtPlugin}`)}`)).default(jwt),
  ],
}
const { runMigrations } = await getMigrations(options)
await runMigrations()
const handler = toNodeHandler(betterAuth(options))
process.stdout.write(`${url}\n`)
