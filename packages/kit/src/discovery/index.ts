export { createDiscovery, type Discovery, type Following } from './discovery.js'
export { readInstancesFile, type InstancesFile } from './instances-file.js'
