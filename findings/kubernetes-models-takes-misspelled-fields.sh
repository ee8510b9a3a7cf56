#!/bin/sh
# kubernetes-models 5.1.0: validate() passes a Deployment whose fields are misspelled.
#
# The API server takes such an object for an error where kubectl asks it to (--validate=strict, the default since 1.25), so one would expect a library that validates objects before they are applied to find
# `readynessProbe`, or `template` one level too high. Its validators are compiled from the OpenAPI document, in which no object is closed: only types of known fields and required ones are checked. A container without a
# probe, or a Deployment whose replicas stand beside `spec`, is valid. Wrong types are found.
# Seen: no error for either object, and an error for replicas: "2". Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init -y >npm.log
npm install --no-audit --no-fund --silent kubernetes-models@5.1.0 >>npm.log 2>&1
cat >probe.mjs <<'JS'
import { Deployment } from 'kubernetes-models/apps/v1'

const labels = { app: 'shop' }
const deployment = (container, beside = {}, replicas = 2) => ({
  metadata: { name: 'shop' },
  ...beside,
  spec: {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'shop', image: 'shop:1', ...container }] } },
  },
})
const refusal = object => {
  try {
    new Deployment(object).validate()
    return null
  } catch (error) {
    return error.message
  }
}
const seen = {
  misspelledProbe: refusal(deployment({ readynessProbe: { httpGet: { path: '/', port: 80 } } })),
  misplacedReplicas: refusal(deployment({}, { replicas: 3 })),
  wrongType: refusal(deployment({}, {}, '2')),
}
console.log('kubernetes-models 5.1.0', JSON.stringify(seen))
process.exit(seen.misspelledProbe === null && seen.misplacedReplicas === null && seen.wrongType !== null ? 0 : 1)
JS
node probe.mjs
