export { announceSystem, type AnnouncedSystem } from './announce-system.js'
export { settingsOfSystem } from './settings-of-system.js'
