import { expect, test } from 'vitest'
import { clientName } from './client-name.js'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36'

test.each([
  [CHROME, 'Chrome, Windows'],
  [`${CHROME} Edg/130.0`, 'Edge, Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Linux'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36', 'Chrome, Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1', 'Safari, iOS'],
  ['vitest', 'vitest'],
  ['UnityPlayer/6000.0.23f1 (UnityWebRequest/1.0)', 'UnityPlayer'],
  ['', null],
  [null, null],
])('the client %s is shown as %s', (userAgent, name) => {
  expect(clientName(userAgent)).toBe(name)
})
