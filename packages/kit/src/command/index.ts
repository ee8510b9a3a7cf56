export { commandActor } from './actor.js'
export { confirm } from './confirm.js'
export { createCommand } from './create-command.js'
export { countOf, print, printJson, tableOf } from './output.js'
