export { announceSystem, type AnnouncedSystem } from './announce-system.js'
export { runningSystem } from './announcement.js'
export { settingsOfSystem } from './settings-of-system.js'
