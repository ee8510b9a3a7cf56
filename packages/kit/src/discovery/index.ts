export { createDiscovery, DNS_INTERVAL_MS, type Discovery, type Following } from './discovery.js'
export { resolveUrls, systemLookup } from './dns-urls.js'
export { readInstancesFile, type InstancesFile } from './instances-file.js'
