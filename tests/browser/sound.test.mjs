// The tone for an emergency (design: faces.md 5, 3): off until a person switches it on, played by WebAudio without a file,
// within the page's content policy, reached by the keyboard.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { reach } from './keyboard.mjs'
import { CHECK, WRIT, axe, errorsOf, openBrowser, serve, signIn, tooWide } from './support.mjs'

const INTAKE = 'intake@writ.example'
const OFFICER = 'test-officer-1@us.police.example'
const NOTES = 4
let site, browser, page, errors

/// The page's real AudioContext plays; what it was asked to play is written down on the way.
function listen() {
  window.writNotes = []
  window.writViolations = []
  document.addEventListener('securitypolicyviolation', (event) => window.writViolations.push(event.violatedDirective))
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (at) {
    window.writNotes.push({ hertz: this.frequency.value, state: this.context.state })
    return start.call(this, at)
  }
}

before(async () => {
  site = await serve()
  browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addInitScript(listen)
  page = await context.newPage()
  errors = errorsOf(page)
  await signIn(page, site, 'desk', INTAKE)
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const notes = () => page.evaluate(() => window.writNotes)
const violations = () => page.evaluate(() => window.writViolations)

function sendEmergency() {
  const one = { schema: 'writ-request/v1', country: 'US', instrument: 'emergency_disclosure', emergency: true, offence: 'violence', data_sought: ['phone_number'],
    selectors: [{ kind: 'user_name', value: 'somebody' }], agency: 'TEST Police of the United States', officer: OFFICER }
  const file = path.join(site.folder, 'state/emergency.jsonl')
  const token = path.join(site.folder, 'state/emergency.token')
  fs.writeFileSync(file, `${JSON.stringify(one)}\n`)
  fs.writeFileSync(token, execFileSync(WRIT, ['token', 'issue', site.folder, '--email', OFFICER]))
  execFileSync(WRIT, ['request', 'submit', site.folder, file, '--token-file', token])
}

test('the sound is off until it is switched on, by keyboard, and can be heard before it is needed', async () => {
  await page.goto(`${site.url}/desk/me`)
  assert.equal(await page.isChecked('[name=sound]'), false)
  assert.equal(await page.$('#w-sound'), null)
  await reach(page, '[name=sound]')
  await page.keyboard.press('Space')
  await reach(page, '#w-sound-try')
  await page.keyboard.press('Enter')
  await page.waitForFunction((n) => window.writNotes.length === n, NOTES)
  assert.deepEqual([...new Set((await notes()).map((one) => one.state))], ['running'])
  await reach(page, 'button', 'Save')
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  assert.equal(await page.isChecked('[name=sound]'), true)
  assert.deepEqual(await axe(page), [])
  await page.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await tooWide(page), [])
  await page.setViewportSize({ width: 1280, height: 800 })
})

test('an emergency that arrives is heard once and said with a link, and the tab counts it; what was there before is not heard', async () => {
  await page.goto(`${site.url}/desk/inbox/verify`)
  await page.keyboard.press('j')
  assert.deepEqual(await notes(), [])
  sendEmergency()
  await page.waitForFunction((n) => window.writNotes.length === n, NOTES, { timeout: 40_000 })
  assert.match(await page.innerText('#w-sound'), /^A new emergency has arrived\. Open the emergencies$/)
  assert.match(await page.title(), /^\(\d+!\) /)
  assert.deepEqual(await violations(), [])
  await Promise.all([page.waitForNavigation(), page.click('#w-sound a')])
  assert.equal(new URL(page.url()).pathname, '/desk/inbox/emergency')
  await page.waitForTimeout(1000)
  assert.deepEqual(await notes(), [], 'heard again on the next page')
})

test('one that arrives between two pages is heard on the second', async () => {
  sendEmergency()
  await page.goto(`${site.url}/desk/authorities`)
  await page.waitForSelector('#w-sound a')
  assert.deepEqual(await violations(), [])
  assert.deepEqual(errors, [])
})
