// Cases at the desk in real browsers: two people at one case, approvals that count once, hundreds of accounts, the close.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { axe, codeOf, openBrowser, serve, signIn, tooWide } from './support.mjs'

const INTAKE = 'intake@writ.example'
const DECIDER = 'decider@writ.example'
const APPROVER = 'approver-1@writ.example'
let site, browser

before(async () => {
  site = await serve()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/// A request of officer us-1 about this many accounts: its reference.
async function submitted(accounts) {
  const token = fs.readFileSync(path.join(site.folder, 'state/tokens/officer-us-1'), 'utf8').trim()
  const selectors = Array.from({ length: accounts }, (_, i) => ({ kind: 'user_name', value: `someone-${i}` }))
  const request = { schema: 'writ-request/v1', country: 'US', instrument: 'search_warrant', offence: 'fraud', data_sought: ['ip_address', 'phone_number'], selectors, agency: 'TEST police', officer: 'test-officer-1@us.police.example' }
  const answer = await fetch(`${site.url}/api/v1/requests`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(request) })
  const body = await answer.json()
  assert.equal(answer.status, 201, JSON.stringify(body))
  return body.ref ?? body.requests[0].ref
}

async function at(email, tail) {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, site, 'desk', email)
  await page.goto(site.url + tail)
  return page
}

const sent = (page, button) => Promise.all([page.waitForNavigation(), page.click(`button:has-text("${button}")`)])

async function facts(page, value) {
  for (const box of await page.$$(`input[type=radio][name^="fact-"][value=${value}]`)) await box.check()
}

async function verified(ref, value = 'yes') {
  const page = await at(INTAKE, `/desk/cases/${ref}/verify`)
  await facts(page, value)
  await sent(page, 'Save the facts')
  return page
}

test('17: two browsers at one case: the clash page shows both, nothing is lost, one event is in the store', async () => {
  const ref = await submitted(1)
  await verified(ref)
  const one = await at(DECIDER, `/desk/cases/${ref}`)
  await one.click('summary:has-text("Deviate from the policy")')
  await one.check('input[name=give-0][value=phone_number]')
  await one.selectOption('select[name=ground]', 'staff_override')
  await one.fill('textarea[name=because]', 'My long reason.')
  const two = await verified(ref, 'no')
  await sent(one, 'Draft this deviation')
  const clash = await one.textContent('main')
  assert.match(clash, /moved while you worked/)
  assert.match(clash, /My long reason\./)
  assert.match(clash, /Facts established/)
  assert.deepEqual(await axe(one), [])
  await two.goto(`${site.url}/desk/cases/${ref}/history`)
  assert.doesNotMatch(await two.textContent('main'), /Decision drafted/)
  await sent(one, 'Send mine on the case as it is now')  // nothing of it was lost
  await two.reload()
  assert.equal((await two.textContent('main')).match(/Decision drafted/g).length, 1)
  await one.context().close()
  await two.context().close()
})

test('18 and 20: the first approver reads blind, approves once, and no second tab or repeated form gives approval 2', async () => {
  const ref = await submitted(1)
  await (await verified(ref)).context().close()
  const decider = await at(DECIDER, `/desk/cases/${ref}`)
  await sent(decider, "Draft the policy’s answer")
  assert.equal((await decider.goto(`${site.url}/desk/cases/${ref}/approve`)).status(), 404)
  const page = await at(APPROVER, `/desk/cases/${ref}/approve`)
  assert.doesNotMatch(await page.content(), /Drafted by|Conditions met|checked=""/)
  await facts(page, 'yes')
  await sent(page, 'Record my reading')
  const tab = await page.context().newPage()
  await tab.goto(`${site.url}/desk/cases/${ref}/approve`)
  await page.fill('input[name=code]', await codeOf(site, APPROVER))
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST'), sent(page, 'Approve')])
  const again = await page.request.post(request.url(), { headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site.url }, data: request.postData(), maxRedirects: 0 })
  assert.notEqual(again.status(), 303)
  await tab.fill('input[name=code]', '000000')  // a real one is not even looked at
  await sent(tab, 'Approve')
  assert.match(await tab.textContent('main'), /the second is another person|already/)
  await decider.goto(`${site.url}/desk/cases/${ref}/history`)
  assert.equal((await decider.textContent('main')).match(/Approved/g).length, 1)
  await page.context().close()
  await decider.context().close()
})

test('34: four hundred accounts in one request are decided in groups, readable on a small screen', async () => {
  const ref = await submitted(400)
  await (await verified(ref)).context().close()
  const page = await at(DECIDER, `/desk/cases/${ref}`)
  await page.click('summary:has-text("Deviate from the policy")')
  await page.fill('input[name=accounts-g1]', '1-200, 207')
  await page.check('input[name=give-g1][value=phone_number]')
  await page.selectOption('select[name=ground]', 'staff_override')
  await page.fill('textarea[name=because]', 'Only these are named in the order.')
  await sent(page, 'Draft this deviation')
  assert.match(await page.textContent('main'), /Accounts 208 to 400/)
  for (const tail of ['', '/policies']) {
    await page.goto(`${site.url}/desk/cases/${ref}${tail}`)
    assert.deepEqual(await axe(page), [], tail)
    await page.setViewportSize({ width: 320, height: 640 })
    assert.deepEqual(await tooWide(page), [], `${tail} at 320 px`)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  await page.context().close()
})

test('27: the close of a published period is readable for everybody, and its verifier can be asked', async () => {
  const page = await at('publisher@writ.example', '/desk/close/2024-01-01_2024-09-30')
  assert.match(await page.textContent('main'), /Unclassified cases/)
  assert.deepEqual(await axe(page), [])
  await page.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await tooWide(page), [])
  await sent(page, "Run the stranger’s verifier now")
  assert.match(await page.textContent('main'), /Every published report follows from the public log/)
  await page.context().close()
})
