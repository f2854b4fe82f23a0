// The roads beside the ordinary one (design: faces.md section 3), without JavaScript, from the officer's sight and the
// desk's: a question and its answer, a withdrawal, and a refusal that somebody else reviews.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { filedByForms } from './request.mjs'
import { WRIT, axe, codeFrom, codeOf, openBrowser, serve, signIn, tooWide } from './support.mjs'

const OFFICER = 'test-officer-1@us.police.example'
const REVIEWER = 'decider-2@writ.example'
const LETTER = { name: 'second-page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Lang(en)>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }
let site, browser

before(async () => {
  site = await serve()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function opened(face, who, javaScriptEnabled = false) {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await signIn(page, site, face, who)
  return page
}

const press = (page, text, kind = 'a, button') => Promise.all([page.waitForNavigation(), page.locator(`main >> ${kind.split(', ').map((one) => `${one}:has-text("${text}")`).join(', ')}`).first().click()])
const words = async (page) => (await page.textContent('main')).replace(/\s+/g, ' ')
const go = (page, at) => page.goto(site.url + at)
const portal = (ref, more = '') => `/portal/requests/${ref}${more}`
const desk = (ref, more = '') => `/desk/cases/${ref}${more}`
const inQueue = async (page, queue, ref) => (await go(page, `/desk/inbox/${queue}?reference=${ref}`), (await page.$(`main a[href*="${desk(ref)}"]`)) !== null)

/// Opens what is folded up and fills it: a person without scripts opens a `details` too.
async function written(page, summary, fields) {
  await page.locator(`summary:has-text("${summary}")`).first().click()
  for (const [name, text] of Object.entries(fields)) await page.locator(`[name="${name}"]`).first().fill(text)
}

async function filed(officer) {
  const { ref } = await filedByForms(officer, site, { accounts: { user_ids: '@side.road:writ.example' } })
  return ref
}

async function factsSaved(intake, ref, no = []) {
  await go(intake, desk(ref, '/verify'))
  for (const name of await intake.$$eval('main input[name^="fact-"]', (all) => [...new Set(all.map((one) => one.name))]))
    await intake.check(`input[name="${name}"][value="${no.includes(name.slice(5)) ? 'no' : 'yes'}"]`)
  await press(intake, 'Save the facts', 'button')
}

async function approve(page, ref, who) {
  await go(page, desk(ref, '/approve'))
  if (await page.$('input[name^="fact-"]')) {
    for (const name of await page.$$eval('main input[name^="fact-"]', (all) => [...new Set(all.map((one) => one.name))])) await page.check(`input[name="${name}"][value="yes"]`)
    await press(page, 'Record my reading', 'button')
    await go(page, desk(ref, '/approve'))
  }
  await page.fill('input[name=code]', await codeOf(site, who))
  await press(page, 'Approve', 'button')
}

test('a question is asked at the desk, answered with a document in the portal, and comes back to the desk', async () => {
  const officer = await opened('portal', OFFICER)
  const ref = await filed(officer)
  const intake = await opened('desk', 'intake@writ.example')
  await go(intake, desk(ref))
  await written(intake, 'Ask the authority a question', { question: 'Page two of the order is missing. Send it.' })
  await press(intake, 'Send the question', 'button')
  assert.ok(await inQueue(intake, 'waiting', ref), 'the case does not wait for the authority')

  await go(officer, '/portal/home')
  assert.match(await words(officer), new RegExp(`${ref}: We asked you something`))
  await press(officer, ref, 'a')
  assert.match(await words(officer), /Waits for your answer.*Page two of the order is missing/)
  await press(officer, 'Answer our question')
  await press(officer, 'Send the answer', 'button')  // empty
  assert.match(await words(officer), /There is a problem ?Write something first/)
  await officer.fill('[name=answer]', 'Here is page two.')
  await officer.setInputFiles('input[name=document]', LETTER)
  await press(officer, 'Send the answer', 'button')
  assert.match(await words(officer), /Your answer was sent.*Question answered.*Here is page two/)
  assert.match(await words(officer), /second-page\.pdf/)
  assert.equal(new URL((await go(officer, portal(ref, '/answer'))).url()).pathname, portal(ref), 'a question that was answered is asked again')

  assert.ok(await inQueue(intake, 'answered', ref), 'nobody at the desk sees the answer')
  await go(intake, desk(ref))
  assert.match(await words(intake), /the authority answered.*Here is page two/)
  assert.match(await words(intake), /second-page\.pdf/)
})

test('a withdrawal ends the case in both sights, and nothing can be done with it afterwards', async () => {
  const officer = await opened('portal', OFFICER)
  const ref = await filed(officer)
  const intake = await opened('desk', 'intake@writ.example')
  assert.ok(await inQueue(intake, 'verify', ref))
  await go(officer, portal(ref))
  await press(officer, 'Withdraw this request')
  await press(officer, 'Withdraw the request', 'button')  // without a word why
  assert.match(await words(officer), /There is a problem ?Write something first/)
  await officer.fill('[name=withdraw]', 'The suspect was found.')
  await press(officer, 'Withdraw the request', 'button')
  assert.match(await words(officer), /The request is withdrawn.*It stays counted as withdrawn/)
  assert.equal(await officer.$(`a[href$="/withdraw"]`), null)
  assert.equal(new URL((await go(officer, portal(ref, '/withdraw'))).url()).pathname, portal(ref))

  assert.equal(await inQueue(intake, 'verify', ref), false)
  await go(intake, desk(ref))
  assert.match(await words(intake), /[Ww]ithdrawn/)
  assert.equal(await intake.$('summary:has-text("Ask the authority a question")'), null)
  await go(intake, desk(ref, '/history'))
  assert.match(await words(intake), /The suspect was found/)
})

/// Another decider, invited as anybody is: password and code, without a passkey.
async function invited() {
  execFileSync(WRIT, ['person', 'add', site.folder, '--kind', 'staff', '--name', 'Dana Decider', '--email', REVIEWER, '--role', 'decider'])
  const link = execFileSync(WRIT, ['person', 'invite', site.folder, '--email', REVIEWER], { encoding: 'utf8' }).match(/\/desk\/invitation\/[0-9a-f]{64}/)[0]
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await go(page, link)
  const secret = (await words(page)).match(/secret=([A-Z2-7]+)/)[1]
  await page.fill('input[name=password]', 'a long enough passphrase for a test')
  await page.fill('input[name=code]', codeFrom(secret))
  await press(page, 'Set both and sign in', 'button')
  return page
}

test('a refusal is reviewed: the officer asks, who took part may not decide again, somebody else does', async () => {
  const officer = await opened('portal', OFFICER)
  const ref = await filed(officer)
  const intake = await opened('desk', 'intake@writ.example')
  await factsSaved(intake, ref, ['suspect_confirmed'])
  const decider = await opened('desk', 'decider@writ.example')
  await go(decider, desk(ref))
  await press(decider, 'Draft the policy', 'button')
  await approve(await opened('desk', 'approver-1@writ.example'), ref, 'approver-1@writ.example')

  await go(officer, portal(ref))
  assert.match(await words(officer), new RegExp(`We will not give data on request ${ref}.*Reason: Suspect not confirmed.*No data was searched for`))
  await press(officer, 'Ask for a review')
  await press(officer, 'Ask for a review', 'button')
  assert.match(await words(officer), /There is a problem ?Write something first/)
  await officer.fill('[name=review]', 'Page three names the account holder as the suspect.')
  await press(officer, 'Ask for a review', 'button')
  assert.match(await words(officer), /Your wish for a review was sent.*You asked for a review/)
  assert.equal(new URL((await go(officer, portal(ref, '/review'))).url()).pathname, portal(ref), 'a review can be asked for twice')

  assert.ok(await inQueue(intake, 'reviews', ref), 'the desk does not see the review')
  await go(intake, desk(ref))
  assert.match(await words(intake), /Page three names the account holder as the suspect/)
  await factsSaved(intake, ref)

  await go(decider, desk(ref))
  await press(decider, 'Draft the policy', 'button')
  assert.match(await words(decider), /took part in the decision that is under review: somebody else decides now/)

  const reviewer = await invited()
  await go(reviewer, desk(ref))
  await press(reviewer, 'Draft the policy', 'button')
  const again = await opened('desk', 'approver-1@writ.example')
  await approve(again, ref, 'approver-1@writ.example')
  assert.match(await words(again), /took part in the decision that is under review/)
  await go(officer, portal(ref))
  assert.match(await words(officer), /Being decided/)
})

test('what was preserved is listed, and extended once after a confirmation', async () => {
  const officer = await opened('portal', OFFICER)
  const request = { schema: 'writ-request/v1', country: 'US', instrument: 'preservation_letter', offence: 'fraud', data_sought: ['ip_address'], emergency: false, mode: 'stored', agency: 'TEST Police of the United States', officer: OFFICER, file_number: 'F-18', selectors: [{ kind: 'user_id', value: '@side.road:writ.example' }], nonce: randomBytes(32).toString('hex') }
  const token = fs.readFileSync(path.join(site.folder, 'state/tokens/officer-us-1'), 'utf8').trim()
  const sent = await fetch(`${site.url}/api/v1/requests`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(request) })
  assert.equal(sent.status, 201)
  const { ref } = await sent.json()
  await go(officer, '/portal/home')
  await press(officer, 'Preservations', 'a')
  assert.match(await words(officer), new RegExp(`${ref}.*Preservation letter`))
  await press(officer, `Extend the preservation of ${ref}`, 'a')
  await press(officer, 'Extend it once', 'button')  // without the confirmation
  assert.match(await words(officer), /There is a problem ?Confirm that your authority asks again/)
  await officer.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await tooWide(officer), [])
  const looked = await opened('portal', OFFICER, true)  // axe is a script
  await go(looked, portal(ref, '/preservation'))
  assert.deepEqual(await axe(looked), [])
  await officer.check('input[name=renew]')
  await press(officer, 'Extend it once', 'button')
  assert.match(await words(officer), /Extended: it is kept until.*Preservation extended/)
  await go(officer, portal(ref, '/preservation'))
  assert.match(await words(officer), /It was extended before; the law allows that once/)
})
