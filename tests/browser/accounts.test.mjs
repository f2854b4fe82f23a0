// Accounts as people use them: a lost one is recovered by two administrators, a session is ended from another browser,
// whoever guesses waits and is told how long.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axe, codeFrom, openBrowser, serve, signIn } from './support.mjs'

const LOST = 'gatherer@writ.example'
const PASSWORD = 'four words of this test'
let site, browser

before(async () => {
  site = await serve()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/// A browser of one's own, signed in.
async function of(email, face = 'desk') {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await signIn(page, site, face, email)
  return page
}
const press = (page, words) => Promise.all([page.waitForNavigation(), page.click(`button:has-text("${words}")`)])
const text = (page) => page.textContent('main')

async function openAccountOf(page, email) {
  await page.goto(`${site.url}/desk/people`)
  await Promise.all([page.waitForNavigation(), page.click(`tr:has-text("${email}") a`)])
}

test('a lost account comes back by two administrators, never by one, and nothing old opens it', async () => {
  const old = await of(LOST)
  const first = await of('admin-1@writ.example')
  await openAccountOf(first, LOST)
  await press(first, 'Ask for a recovery')
  assert.match(await text(first), /Asked\. A second administrator confirms it within a day/)
  await press(first, 'Confirm the recovery')
  assert.doesNotMatch(await text(first), /invitation\//)
  assert.match(await text(first), /There is a problem/)
  assert.deepEqual(await axe(first), [])
  assert.equal((await old.goto(`${site.url}/desk/me`)).status(), 200)  // one alone has changed nothing

  const second = await of('admin-2@writ.example')
  await openAccountOf(second, LOST)
  assert.match(await text(second), /Ada Admin asked for a recovery/)
  await press(second, 'Confirm the recovery')
  assert.deepEqual(await axe(second), [])
  const link = (await text(second)).match(/\/desk\/invitation\/[0-9a-f]{64}/)[0]
  await old.goto(`${site.url}/desk/me`)
  assert.equal(new URL(old.url()).pathname, '/desk/')

  const fresh = await (await browser.newContext()).newPage()
  await fresh.goto(site.url + link)
  assert.deepEqual(await axe(fresh), [])
  const secret = (await text(fresh)).match(/secret=([A-Z2-7]+)/)[1]
  await fresh.fill('input[name=password]', 'short')
  await fresh.fill('input[name=code]', codeFrom(secret))
  await press(fresh, 'Set both and sign in')
  assert.match(await text(fresh), /A password is at least 12 characters/)
  assert.deepEqual(await axe(fresh), [])
  await fresh.fill('input[name=password]', PASSWORD)
  await fresh.fill('input[name=code]', codeFrom(secret))
  await press(fresh, 'Set both and sign in')
  assert.equal((await fresh.goto(`${site.url}/desk/inbox`)).status(), 200)
  const used = await (await browser.newContext()).newPage()
  assert.equal((await used.goto(site.url + link)).status(), 404)
})

test('a session is seen and ended from another browser, by its person only', async () => {
  const here = await of('approver-1@writ.example')
  const there = await (await browser.newContext()).newPage()
  await signIn(there, site, 'desk', 'approver-1@writ.example', { afresh: true })
  await here.goto(`${site.url}/desk/me`)
  assert.equal(await here.$$eval('main li:has-text("by password")', (all) => all.length), 2)
  assert.match(await text(here), /this one/)
  await press(here, 'End it')
  assert.match(await here.textContent('body'), /That session is ended/)
  await there.goto(`${site.url}/desk/inbox`)
  assert.equal(new URL(there.url()).pathname, '/desk/')
  assert.equal((await here.goto(`${site.url}/desk/inbox`)).status(), 200)
})

test('whoever guesses is told how long to wait, known address or not, and the page stays usable', async () => {
  for (const address of ['nobody@writ.example', 'publisher-2@writ.example']) {
    const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage()
    await page.goto(`${site.url}/desk/`)
    const guess = async () => {
      await page.fill('input[name=email]', address)
      await page.fill('input[name=password]', 'a wrong password')
      await page.fill('input[name=code]', '000000')
      const [response] = await Promise.all([page.waitForNavigation(), page.click('button:has-text("Sign in"):not([type=button])')])
      return response
    }
    for (let count = 0; count < 5; ++count) assert.equal((await guess()).status(), 403)
    const told = await guess()
    assert.equal(told.status(), 429)
    const seconds = Number(told.headers()['retry-after'])
    assert.ok(seconds > 50 && seconds <= 60, String(seconds))
    assert.match(await text(page), new RegExp(`wait ${seconds} seconds`))
    assert.equal(await page.inputValue('input[name=email]'), address)
    assert.equal(await page.inputValue('input[name=password]'), '')
    assert.deepEqual(await axe(page), [])
  }
})

test('a browser that keeps no cookies is told so', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.url}/desk/`)
  await context.clearCookies()
  await page.fill('input[name=email]', 'decider@writ.example')
  await page.fill('input[name=password]', 'whatever it may be')
  await page.fill('input[name=code]', '000000')
  await Promise.all([page.waitForNavigation(), page.click('button:has-text("Sign in"):not([type=button])')])
  assert.match(await text(page), /keeps no cookies/)
  assert.equal(await page.inputValue('input[name=email]'), 'decider@writ.example')
})
