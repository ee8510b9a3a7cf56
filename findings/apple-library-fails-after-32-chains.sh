#!/bin/sh
# @apple/app-store-server-library 3.1.0: with online checks, a verifier that has seen 32 certificate chains verifies no new one.
#
# One would expect the cache of verified keys ("There are unlikely to be more than a couple keys at once", at most 32) to drop entries when it is full.
# The loop that should drop expired ones runs over the indices of Object.keys(cache) instead of its keys, so it reads `undefined.cacheExpiry` and throws.
# Nothing is ever dropped: from then on every chain that is not cached, or whose fifteen minutes are over, is VERIFICATION_FAILURE until the process ends,
# though it is valid, and the receipt was paid. A new verifier takes it.
# The chains are made here, with Apple's marks; only the question to Apple's OCSP server is left out.
# Seen: 32 chains are verified, the 33rd fails with a TypeError as its cause, and passes with a new verifier. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund @apple/app-store-server-library@3.1.0 jsrsasign@11.1.5 jsonwebtoken@9.0.2
cat >probe.cjs <<'JS'
const { X509Certificate } = require('node:crypto')
const { Environment, SignedDataVerifier } = require('@apple/app-store-server-library')
const jsonwebtoken = require('jsonwebtoken')
const { KEYUTIL, KJUR } = require('jsrsasign')

class Verifier extends SignedDataVerifier {
  async checkOCSPStatus() {}
}
const newVerifier = () => new Verifier([root.der], true, Environment.SANDBOX, 'com.example.game')

function certify(name, issuer, mark) {
  const keys = KEYUTIL.generateKeypair('EC', 'secp256r1')
  const certificate = new KJUR.asn1.x509.Certificate({
    version: 3,
    serial: { int: 1 },
    issuer: { str: `/CN=${issuer?.name ?? name}` },
    subject: { str: `/CN=${name}` },
    notbefore: '240101000000Z',
    notafter: '440101000000Z',
    sbjpubkey: keys.pubKeyObj,
    ext: [
      { extname: 'basicConstraints', critical: true, cA: mark !== '1.2.840.113635.100.6.11.1' },
      ...(mark === undefined ? [] : [{ extname: mark, extn: '0500' }]),
    ],
    sigalg: 'SHA256withECDSA',
    cakey: (issuer?.keys ?? keys).prvKeyObj,
  })
  return { name, keys, der: new X509Certificate(certificate.getPEM()).raw }
}
const root = certify('Root')
const intermediate = certify('Intermediate', root, '1.2.840.113635.100.6.2.1')

/** A transaction that a leaf of its own has signed. */
function transaction(number) {
  const leaf = certify(`Leaf ${number}`, intermediate, '1.2.840.113635.100.6.11.1')
  const x5c = [leaf, intermediate, root].map(({ der }) => der.toString('base64'))
  const payload = { transactionId: String(number), bundleId: 'com.example.game', environment: 'Sandbox', signedDate: Date.now() }
  const key = KEYUTIL.getPEM(leaf.keys.prvKeyObj, 'PKCS8PRV')
  return jsonwebtoken.sign(payload, key, { algorithm: 'ES256', header: { alg: 'ES256', x5c } })
}

async function main() {
  const verifier = newVerifier()
  let verified = 0
  for (; verified < 32; verified++) await verifier.verifyAndDecodeTransaction(transaction(verified))
  const last = transaction(verified)
  const failure = await verifier.verifyAndDecodeTransaction(last).then(() => null, error => error)
  const anew = await newVerifier().verifyAndDecodeTransaction(last).then(() => 'verified', () => 'refused')
  console.log(`@apple/app-store-server-library 3.1.0, node ${process.version}`)
  console.log(`chains verified by one verifier: ${verified}`)
  console.log(`the next one: ${failure === null ? 'verified' : `status ${failure.status}, ${failure.cause}`}`)
  console.log(`the same by a new verifier: ${anew}`)
  process.exit(failure?.cause instanceof TypeError && anew === 'verified' ? 0 : 1)
}
main()
JS
node probe.cjs
