/**
 * Imported first wherever @apollo/gateway is loaded: that package reads the variable when it starts, and without it probes
 * cloud metadata addresses and exports metrics.
 */
process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
