import { X509Certificate, randomUUID } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { KEYUTIL, KJUR } from 'jsrsasign'

export const BUNDLE_ID = 'com.example.waystone'
export const APP_ID = 1_234_567_890

/** Apple's marks of the certificates that sign for the App Store, and of those that sign them. */
const LEAF_MARK = '1.2.840.113635.100.6.11.1'
const INTERMEDIATE_MARK = '1.2.840.113635.100.6.2.1'
const DER_NULL = '0500'

interface Certified {
  readonly name: string
  readonly keys: ReturnType<typeof KEYUTIL.generateKeypair>
  readonly der: Buffer
}

/** A chain of three certificates as Apple's are, with keys of its own. */
export function createAppStore() {
  const root = certify('Root', null, null)
  const intermediate = certify('Intermediate', root, INTERMEDIATE_MARK)
  const leaf = certify('Leaf', intermediate, LEAF_MARK)
  const x5c = [leaf, intermediate, root].map(({ der }) => der.toString('base64'))
  const privateKey = KEYUTIL.getPEM(leaf.keys.prvKeyObj, 'PKCS8PRV')

  const sign = async (payload: Record<string, unknown>): Promise<string> =>
    await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', x5c }).sign(await importPKCS8(privateKey, 'ES256'))

  return {
    rootCertificate: root.der,
    sign,
    /** The transaction that StoreKit hands to the app after a purchase. */
    signTransaction: (transaction: Record<string, unknown>) =>
      sign({
        transactionId: randomUUID(),
        bundleId: BUNDLE_ID,
        environment: 'Production',
        type: 'Consumable',
        quantity: 1,
        productId: 'com.example.waystone.d500',
        ...transaction,
      }),
    /** The notification that Apple posts to the server. */
    signNotification: async (notification: {
      type: string
      signedTransactionInfo: string
      uuid?: string
      at: Date
    }) => {
      const { type, signedTransactionInfo, uuid = randomUUID(), at } = notification
      return JSON.stringify({
        signedPayload: await sign({
          notificationType: type,
          notificationUUID: uuid,
          version: '2.0',
          signedDate: at.getTime(),
          data: { appAppleId: APP_ID, bundleId: BUNDLE_ID, environment: 'Production', signedTransactionInfo },
        }),
      })
    },
  }
}

function certify(name: string, issuer: Certified | null, mark: string | null): Certified {
  const keys = KEYUTIL.generateKeypair('EC', 'secp256r1')
  const certificate = new KJUR.asn1.x509.Certificate({
    version: 3,
    serial: { int: 1 },
    issuer: { str: `/CN=${issuer?.name ?? name}` },
    subject: { str: `/CN=${name}` },
    notbefore: '260101000000Z',
    notafter: '360101000000Z',
    sbjpubkey: keys.pubKeyObj,
    ext: [
      { extname: 'basicConstraints', critical: true, cA: mark !== LEAF_MARK },
      ...(mark === null ? [] : [{ extname: mark, extn: DER_NULL }]),
    ],
    sigalg: 'SHA256withECDSA',
    cakey: (issuer?.keys ?? keys).prvKeyObj,
  })
  return { name, keys, der: new X509Certificate(certificate.getPEM()).raw }
}
