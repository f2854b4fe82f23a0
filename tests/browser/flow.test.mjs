// The whole ordinary way of a request in a real browser (design: faces.md 9, checks 2 and 4): an officer files it, staff
// verify, decide, approve twice, gather, seal and deliver, the officer takes the package. Once by keyboard alone, once
// without JavaScript.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { choose, press, reach, write } from './keyboard.mjs'
import { codeOf, openBrowser, serve, signIn } from './support.mjs'

const OFFICER = 'test-officer-1@us.police.example'
const APPROVERS = ['approver-1@writ.example', 'approver-2@writ.example']
const ORDER = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
let site, browser, account

before(async () => {
  site = await serve()
  browser = await openBrowser()
  account = execFileSync('python3', ['-c', `import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT user_id FROM user_threepids WHERE medium = 'msisdn' AND user_id IN (SELECT user_id FROM user_ips) LIMIT 1").fetchone()[0])`, path.join(site.folder, 'state/messenger.db')], { encoding: 'utf8' }).trim()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/// The officer's request, step by step through the task list's forms; gives its reference.
async function filed(page) {
  await press(page, 'New request')
  await choose(page, 'road', 'ordinary')
  await press(page, 'Save and continue')
  await press(page, 'Legal document')
  await page.setInputFiles('input[name=document]', { name: 'order.pdf', mimeType: 'application/pdf', buffer: ORDER })  // the dialogue for files is the browser's own
  await press(page, 'Save and continue')
  await write(page, 'signatory', 'Judge Example')
  await choose(page, 'signatory_office', 'judge')
  await press(page, 'Save and continue')
  await choose(page, 'instrument', 'search_warrant')
  await write(page, 'legal_basis', '18 USC 2703(c)')
  await write(page, 'file_number', 'F-17')
  for (const [part, value] of [['day', '2'], ['month', '1'], ['year', '2025']]) await write(page, `signed-${part}`, value)
  await press(page, 'Save and continue')
  await choose(page, 'offence', 'fraud')
  await press(page, 'Save and continue')
  await write(page, 'user_ids', account)
  await press(page, 'Save and continue')
  for (const category of ['ip_address', 'phone_number']) await choose(page, 'data_sought', category)
  await press(page, 'Save and continue')
  await choose(page, 'secrecy', 'none')
  await press(page, 'Save and continue')
  await choose(page, 'key_ok', 'yes')
  await press(page, 'Save and continue')
  await press(page, 'Check your answers')
  await choose(page, 'declaration', 'yes')
  await press(page, 'Send the request')
  return page.url().match(/WR-\d{4}-\d{5}/)[0]
}

/// Answers every fact the page asks for with yes, in the page's order.
async function factsAnswered(page) {
  for (const name of await page.$$eval('main input[name^="fact-"]', (all) => [...new Set(all.map((one) => one.name))])) await choose(page, name, 'yes')
}

async function approved(page, ref, who) {
  await signIn(page, site, 'desk', who)
  await page.goto(`${site.url}/desk/cases/${ref}/approve`)
  if (await page.$('input[name^="fact-"]')) {
    await factsAnswered(page)
    await press(page, 'Record my reading', 'button')
    await page.goto(`${site.url}/desk/cases/${ref}/approve`)
  }
  await write(page, 'code', await codeOf(site, who))
  await press(page, 'Approve', 'button')
}

async function opened(options) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } })
  return context.newPage()
}

for (const [title, options] of [['2: the whole ordinary flow can be done by keyboard alone', {}], ['4: the whole ordinary flow can be done without JavaScript', { javaScriptEnabled: false }]]) {
  test(title, async () => {
    const officer = await opened(options)
    await signIn(officer, site, 'portal', OFFICER)
    const ref = await filed(officer)

    const intake = await opened(options)
    await signIn(intake, site, 'desk', 'intake@writ.example')
    await intake.goto(`${site.url}/desk/inbox/verify`)
    await press(intake, ref)
    await press(intake, 'Verify')
    await factsAnswered(intake)
    await press(intake, 'Save the facts', 'button')

    const decider = await opened(options)
    await signIn(decider, site, 'desk', 'decider@writ.example')
    await decider.goto(`${site.url}/desk/inbox/decide`)
    await press(decider, ref)
    await press(decider, 'Draft the policy', 'button')

    for (const who of APPROVERS) await approved(await opened(options), ref, who)

    const gatherer = await opened(options)
    await signIn(gatherer, site, 'desk', 'gatherer@writ.example')
    for (const step of ['Ask now', 'Seal the package', 'Deliver']) {
      await gatherer.goto(`${site.url}/desk/cases/${ref}/gather`)
      await press(gatherer, step, 'main button')
    }

    await officer.goto(`${site.url}/portal/requests/${ref}`)
    await press(officer, 'Take the package')
    const told = await officer.textContent('main')
    await reach(officer, 'a[href$="/package/file"]')
    const [download] = await Promise.all([officer.waitForEvent('download'), officer.keyboard.press('Enter')])
    const hash = createHash('sha256').update(fs.readFileSync(await download.path())).digest('hex')
    assert.ok(told.replace(/\s/g, '').includes(hash), 'the file is not the one whose hash the page shows')
    await press(officer, 'Acknowledge', 'button')
    assert.match(await officer.textContent('main'), /acknowledged/)
    for (const context of browser.contexts()) await context.close()
  })
}
