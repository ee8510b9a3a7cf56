/** @apollo/gateway reads it when it is loaded: without it, it probes cloud metadata addresses and exports metrics. */
process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
