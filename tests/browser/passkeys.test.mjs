// Passkeys in a real browser with a virtual authenticator (WebAuthn level 2, section 11): made at the desk, used to sign in,
// refused when the answer is an old one or comes from a copy, taken away again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axe, openBrowser, serve, signIn } from './support.mjs'

const WHO = 'decider@writ.example'
let site, browser, page, device, authenticatorId

before(async () => {
  const served = await serve()
  site = { ...served, url: served.url.replace('127.0.0.1', 'localhost') }  // an address of digits has no passkeys
  browser = await openBrowser()
  page = await browser.newPage()
  device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
  authenticatorId = (await device.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function added(name) {
  await page.goto(`${site.url}/desk/passkeys`)
  await page.fill('input[name=name]', name)
  await Promise.all([page.waitForNavigation(), page.click('button:has-text("Add a passkey")')])
  assert.ok((await page.textContent('main')).includes(`${name}, since`), await page.textContent('main'))
}

/// Presses the button of the sign-in page; gives the request that the browser sent and the status of the answer.
async function signedInByPasskey() {
  await page.context().clearCookies()
  await page.goto(`${site.url}/desk/`)
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST'), page.waitForNavigation(), page.click('button:has-text("Sign in with a passkey")')])
  return request
}

test('a passkey that a person added signs this person in', async () => {
  await signIn(page, site, 'desk', WHO)
  await added('My laptop')
  assert.deepEqual(await axe(page), [])
  const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId })
  assert.equal(credentials[0].rpId, 'localhost')
  await signedInByPasskey()
  assert.equal(new URL(page.url()).pathname.startsWith('/desk/inbox'), true, page.url())
  await page.goto(`${site.url}/desk/me`)
  assert.match(await page.textContent('main'), /decider/)
})

test('the answer of a sign-in is good once', async () => {
  const request = await signedInByPasskey()
  await page.context().clearCookies()
  await page.goto(`${site.url}/desk/`)
  // The same proof in the fresh page's own form: only the challenge is an old one.
  const typed = Object.fromEntries(new URLSearchParams(request.postData()))
  await Promise.all([
    page.waitForNavigation(),
    page.evaluate((values) => {
      const form = document.querySelector('form[data-passkey]')
      for (const name of ['credential', 'client-data', 'authenticator-data', 'signature']) form.elements[name].value = values[name]
      form.submit()
    }, typed),
  ])
  assert.match(await page.textContent('main'), /Not signed in/)
})

/// Leaves the authenticator with this one passkey.
async function holding(credential) {
  await device.send('WebAuthn.clearCredentials', { authenticatorId })
  await device.send('WebAuthn.addCredential', { authenticatorId, credential })
}

test('a copy of an authenticator whose counter stands behind is refused', async () => {
  const { credentials: [credential] } = await device.send('WebAuthn.getCredentials', { authenticatorId })
  assert.ok(credential.signCount > 1)
  await holding({ ...credential, signCount: 0 })
  await signedInByPasskey()
  assert.match(await page.textContent('main'), /Not signed in/)
  await holding({ ...credential, signCount: credential.signCount + 10 })
  await signedInByPasskey()
  assert.ok(new URL(page.url()).pathname.startsWith('/desk/inbox'))
})

test('a page under another name than the passkey’s says so and offers password and code', async () => {
  await page.context().clearCookies()
  await page.goto(`${site.url.replace('localhost', '127.0.0.1')}/desk/`)
  await page.click('button:has-text("Sign in with a passkey")')
  await page.waitForFunction(() => document.querySelector('form[data-passkey] [role=status]').textContent !== '')
  assert.match(await page.textContent('form[data-passkey] [role=status]'), /SecurityError.*password and code/)
})

test('a passkey that was taken away signs nobody in, another one of the same person still does', async () => {
  await signedInByPasskey()
  const { credentials: [first] } = await device.send('WebAuthn.getCredentials', { authenticatorId })
  await added('My key ring')
  const row = page.locator('main li', { hasText: 'My laptop' })
  await Promise.all([page.waitForNavigation(), row.locator('button:has-text("Remove")').click()])
  assert.ok(!(await page.textContent('main')).includes('My laptop'))
  const { credentials: [second] } = await device.send('WebAuthn.getCredentials', { authenticatorId })  // of the same person: it took the first one's place
  assert.notEqual(second.credentialId, first.credentialId)
  await holding(first)
  await signedInByPasskey()
  assert.match(await page.textContent('main'), /Not signed in/)
  await holding(second)
  await signedInByPasskey()
  assert.ok(new URL(page.url()).pathname.startsWith('/desk/inbox'))
})
