export { serveGraphqlSocket } from './serve-graphql-socket.js'
