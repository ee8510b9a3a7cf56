/** Of the bar above GraphiQL, which keeps the rest of the window. */
export const signInStyle = `
body { display: flex; flex-direction: column; height: 100vh; margin: 0 }
#root { flex: 1; min-height: 0; height: auto }
#sign-in { display: flex; gap: 8px; align-items: center; padding: 6px 12px; background: #2a2446; color: #fff; font: 14px system-ui, sans-serif }
#sign-in[hidden] { display: none }
#sign-in input { padding: 3px 8px; border: 0; border-radius: 4px; font: inherit }
#sign-in button { padding: 3px 12px; border: 0; border-radius: 4px; font: inherit; background: #6d5bd0; color: #fff; cursor: pointer }
#sign-in output { margin-left: auto }
`

/**
 * Runs in the browser. The bar shows where the schema has the sign-in of Waystone's users; signing in puts
 * the access token into the headers of all tabs, as GraphiQL keeps them between visits, and opens the page
 * again with them. New tabs get the same headers.
 */
export const signInScript = `
function startWithSignIn(root, options) {
  const TABS = 'graphiql:tabState', HEADERS = 'graphiql:headers', SIGNED_IN = 'waystone:signed-in'
  const FORM = '<input name="user" placeholder="User name or e-mail" autocomplete="username" required>' +
    '<input name="password" type="password" placeholder="Password" autocomplete="current-password" required>' +
    '<input name="code" placeholder="Code of your app" autocomplete="one-time-code" inputmode="numeric" hidden disabled required>' +
    '<button>Sign in</button><button type="button" name="out" hidden>Sign out</button><output role="status"></output>'
  const SESSION = '... on AuthSession { accessToken accessTokenExpiresAt user { username } } ... on Refusal { message }'
  const signInWith = more => 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { __typename ' + SESSION + more + ' } }'
  const ANSWER = 'mutation AnswerSecondFactor($input: AnswerSecondFactorInput!) { signIn: answerSecondFactor(input: $input) { __typename ' +
    SESSION + ' ... on SecondFactorRefused { fault } } }'

  const parsed = text => { try { return JSON.parse(text) } catch { return null } }
  const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)
  const ask = async (query, variables) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(options.endpoint, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    const { data, errors } = await response.json()
    if (errors) throw new Error(errors[0].message)
    return data
  }
  /** Keeps the other headers; text that is no object of headers is replaced. */
  const headersWith = (text, authorization) => {
    const given = parsed(text ?? '{}')
    const { Authorization, authorization: _, ...others } = isObject(given) ? given : {}
    return JSON.stringify({ ...others, ...(authorization && { Authorization: authorization }) }, null, 2)
  }
  const fillHeaders = authorization => {
    const state = parsed(localStorage.getItem(TABS))
    if (isObject(state) && Array.isArray(state.tabs)) {
      const tabs = state.tabs.map(tab => ({ ...tab, headers: headersWith(tab.headers, authorization) }))
      localStorage.setItem(TABS, JSON.stringify({ ...state, tabs }))
    }
    localStorage.setItem(HEADERS, headersWith(localStorage.getItem(HEADERS), authorization))
  }

  const signedIn = parsed(localStorage.getItem(SIGNED_IN))
  if (isObject(signedIn)) {
    const headers = headersWith(null, signedIn.authorization)
    options = { ...options, headers, defaultTabs: options.defaultTabs?.map(tab => ({ ...tab, headers })) }
  }
  YogaGraphiQL.renderYogaGraphiQL(root, options)

  const form = document.createElement('form')
  form.id = 'sign-in'
  form.hidden = true
  form.innerHTML = FORM
  document.body.prepend(form)
  const [user, password, code, , out] = form.elements
  const status = form.querySelector('output')
  if (isObject(signedIn)) {
    const until = new Date(signedIn.expiresAt)
    status.textContent = (until > new Date() ? 'Signed in as ' : 'The sign-in has expired: ') + signedIn.username
    user.value = signedIn.username
    out.hidden = false
  }
  const open = (entry, authorization) => {
    if (entry === null) localStorage.removeItem(SIGNED_IN)
    else localStorage.setItem(SIGNED_IN, JSON.stringify(entry))
    fillHeaders(authorization)
    location.reload()
  }
  out.addEventListener('click', () => open(null, null))
  let signInDocument = signInWith('')
  /** Of a sign-in that waits for the code of an authenticator app. */
  let challenge = null
  const wait = next => {
    challenge = next
    for (const field of [user, password]) field.hidden = field.disabled = next !== null
    code.hidden = code.disabled = next === null
    code.value = ''
    if (next !== null) code.focus()
  }
  form.addEventListener('submit', async event => {
    event.preventDefault()
    status.textContent = 'Signing in …'
    try {
      const { signIn } = await (challenge === null
        ? ask(signInDocument, { input: { usernameOrEmail: user.value, password: password.value } })
        : ask(ANSWER, { input: { challenge, code: code.value } }))
      if (signIn.__typename === 'SecondFactorRequired') {
        wait(signIn.challenge)
        return void (status.textContent = 'Give the code of your authenticator app, or a backup code')
      }
      if (signIn.__typename !== 'AuthSession') {
        // The challenge is over: another one comes with the password.
        if (signIn.fault === 'CHALLENGE_EXPIRED' || signIn.__typename === 'AccountBanned') wait(null)
        return void (status.textContent = signIn.message)
      }
      const authorization = 'Bearer ' + signIn.accessToken
      open({ authorization, username: signIn.user.username, expiresAt: signIn.accessTokenExpiresAt }, authorization)
    } catch (error) {
      status.textContent = 'The sign-in failed: ' + error.message
    }
  })
  const isOurs = type => ['usernameOrEmail', 'password'].every(name => type?.inputFields?.some(field => field.name === name))
  ask('{ __type(name: "SignInInput") { inputFields { name } } factor: __type(name: "SecondFactorRequired") { name } }').then(
    ({ __type, factor }) => {
      if (factor !== null) signInDocument = signInWith(' ... on SecondFactorRequired { challenge }')
      form.hidden = !isOurs(__type)
    },
    // Without introspection GraphiQL itself says why it knows no schema.
    () => {},
  )
}
`
