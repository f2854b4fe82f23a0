// The desk for eyes that see fewer colours, with documents that attack, with long lists; and nothing of a user where it
// could be read by others (design: faces.md 9, checks 31, 33, 34 and 37).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { hostile, markup } from './hostile.mjs'
import { filedByForms } from './request.mjs'
import { FULL, codeOf, openBrowser, serve, signIn, tooWide } from './support.mjs'

const OFFICER = 'test-officer-1@us.police.example'
const INTAKE = 'intake@writ.example'
const QUICK_MS_MAX = 3000  // a page of the desk while a document is read elsewhere; it takes some 50
let site, browser, account

before(async () => {
  site = await serve()
  browser = await openBrowser()
  const query = `import json, sqlite3, sys; d = sqlite3.connect(sys.argv[1]); print(json.dumps(d.execute("""
    SELECT p.user_id, p.address, e.address, i.ip, i.last_seen FROM user_threepids p JOIN user_threepids e ON e.user_id = p.user_id AND e.medium = 'email'
    JOIN user_ips i ON i.user_id = p.user_id WHERE p.medium = 'msisdn' ORDER BY i.last_seen DESC LIMIT 1""").fetchone()))`
  const [id, phone, email, ip, seen] = JSON.parse(execFileSync('python3', ['-c', query, path.join(site.folder, 'state/messenger.db')], { encoding: 'utf8' }))
  account = { id, phone: `+${phone}`, email, ip, seen: Number(seen) }
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function at(email, face = 'desk') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  await context.addInitScript(() => {
    window.writViolations = []
    document.addEventListener('securitypolicyviolation', (event) => window.writViolations.push(event.violatedDirective))
  })
  const page = await context.newPage()
  await signIn(page, site, face, email)
  return page
}

const sent = (page, button) => Promise.all([page.waitForNavigation(), page.click(`main button:has-text("${button}")`)])

/// A file's own page of the officer: the request that carries it.
async function filed(options) {
  const officer = await at(OFFICER, 'portal')
  const done = await filedByForms(officer, site, options)
  await officer.context().close()
  return done
}

/// What tells one state from another must be there without colour: each tag says a word, and the focus can be seen.
async function readable(page, where) {
  const tags = await page.$$eval('.govuk-tag', (all) => all.map((one) => one.textContent.trim()))
  assert.ok(tags.length > 0, `${where}: no state is shown`)
  assert.deepEqual(tags.filter((one) => one === ''), [], `${where}: a state without a word`)
  const link = await page.$('main a:visible')
  await page.evaluate(() => document.activeElement?.blur())
  const clip = await link.evaluate((one) => {
    one.scrollIntoView({ block: 'center' })
    const box = one.getBoundingClientRect()
    return { x: Math.max(0, box.x - 6), y: Math.max(0, box.y - 6), width: box.width + 12, height: box.height + 12 }
  })
  const before = await page.screenshot({ clip })
  await link.focus()
  await page.keyboard.press('Shift')  // focus by keyboard, as :focus-visible asks
  assert.ok(!before.equals(await page.screenshot({ clip })), `${where}: the focus cannot be seen`)
}

/// Two outcomes side by side are different pictures, not only different colours.
async function outcomesDiffer(page, where) {
  const pictures = new Map()
  for (const tag of await page.$$('table .govuk-tag')) {
    const word = (await tag.textContent()).trim()
    if (!pictures.has(word)) pictures.set(word, (await tag.screenshot()).toString('base64'))
  }
  assert.ok(pictures.size > 1, `${where}: fewer than two outcomes are shown`)
  assert.equal(new Set(pictures.values()).size, pictures.size, `${where}: two outcomes look alike`)
}

test('31: with less colour or with forced colours states keep their words, outcomes differ and the focus is seen', async () => {
  const page = await at(INTAKE)
  const ref = (await filed({ accounts: { user_ids: account.id } })).ref
  const list = `${site.url}/desk/inbox/all`
  const bench = `${site.url}/desk/cases/${ref}`
  const devtools = await page.context().newCDPSession(page)
  for (const type of FULL ? ['protanopia', 'deuteranopia', 'tritanopia', 'achromatopsia'] : ['tritanopia', 'achromatopsia']) {
    await devtools.send('Emulation.setEmulatedVisionDeficiency', { type })
    for (const where of [list, bench, `${bench}/verify`]) {
      await page.goto(where)
      await readable(page, `${type} ${where}`)
      if (where === list) await outcomesDiffer(page, `${type} ${where}`)
    }
  }
  await devtools.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' })
  await page.emulateMedia({ forcedColors: 'active' })
  for (const where of [list, `${bench}/verify`]) {
    await page.goto(where)
    await readable(page, `forced colours ${where}`)
    const edges = await page.$$eval('.govuk-tag, .govuk-button, input[type=text]:not([hidden])', (all) => all.filter((one) => one.offsetParent && getComputedStyle(one).borderStyle === 'none' && getComputedStyle(one).outlineStyle === 'none').map((one) => one.className))
    assert.deepEqual(edges, [], 'forced colours take backgrounds away: what is left needs a border')
  }
  await page.context().close()
})

test('33: hostile documents are page pictures or a clear refusal, nothing of them runs, and the desk stays quick', async () => {
  const files = hostile()
  const { ref, uploads } = await filed({ accounts: { user_ids: account.id }, documents: [markup, ...files] })
  assert.equal(uploads[0].status, 422, 'HTML that is called PDF was taken')
  assert.match(uploads[0].text, /There is a problem/)
  const page = await at(INTAKE)
  const colleague = await at('decider@writ.example')
  const dialogs = []
  page.on('dialog', (dialog) => (dialogs.push(dialog.message()), dialog.dismiss()))
  const opening = page.goto(`${site.url}/desk/cases/${ref}`)
  const began = Date.now()
  await colleague.goto(`${site.url}/desk/inbox/all`)
  const waited = Date.now() - began
  await opening
  assert.ok(waited < QUICK_MS_MAX, `a colleague waited ${waited} ms`)
  for (const upload of uploads.slice(1)) {
    if (upload.status !== 303) {
      assert.match(upload.text, /There is a problem/, upload.name)
      continue
    }
    const part = page.locator('section.w-document', { hasText: upload.name })
    assert.equal(await part.count(), 1, `${upload.name} is not shown`)
    const picture = part.locator('img')
    if (await picture.count()) {
      await picture.scrollIntoViewIfNeeded()
      await picture.evaluate((img) => img.complete || new Promise((done) => (img.onload = img.onerror = done)))
      const drawn = await picture.evaluate((img) => img.naturalWidth)
      if (drawn === 0) assert.match(await (await page.request.get(new URL(await picture.getAttribute('src'), site.url).href)).text(), /could not|cannot|too /i, upload.name)
    } else {
      assert.match(await part.textContent(), /cannot be shown|could not|too /i, upload.name)
    }
  }
  assert.deepEqual(dialogs, [])
  assert.deepEqual(await page.evaluate(() => window.writViolations), [])
  assert.equal((await colleague.goto(`${site.url}/desk/cases/${ref}`)).status(), 200)
  await page.context().close()
  await colleague.context().close()
})

/// Texts of a timeline that lie on each other.
const overlaps = (page) =>
  page.$$eval('.w-timeline > *', (all) => {
    const boxes = all.map((one) => one.getBoundingClientRect()).filter((box) => box.height > 0)
    return boxes.filter((box, i) => i > 0 && box.top < boxes[i - 1].bottom - 1).length
  })

test('34: a history of ninety events and four hundred identifiers is paged, wraps and has no overlap at 1280 and 320 px', async () => {
  const page = await at(INTAKE)
  const { ref } = await filed({ accounts: { user_names: Array.from({ length: 400 }, (_, i) => `someone-${i}`).join('\n') } })
  await page.goto(`${site.url}/desk/cases/${ref}`)
  const csrf = await page.inputValue('#comment-form input[name=csrf]')
  for (let i = 1; i <= 90; ++i) await page.request.post(`${site.url}/desk/cases/${ref}/comment`, { form: { csrf, text: `Note ${i} of ${'a-long-word-without-a-place-to-break-'.repeat(i === 45 ? 8 : 1)}` }, headers: { origin: site.url }, maxRedirects: 0 })
  const told = []
  await page.goto(`${site.url}/desk/cases/${ref}/history`)
  for (;;) {
    told.push(...(await page.textContent('main')).match(/Note \d+ of/g))
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 })
      assert.deepEqual(await tooWide(page), [], `${page.url()} at ${width} px`)
      assert.equal(await overlaps(page), 0, `${page.url()} at ${width} px`)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    const next = await page.$('nav[aria-label=Pages] a[rel=next]')
    if (!next) break
    await Promise.all([page.waitForNavigation(), next.click()])
  }
  assert.equal(new Set(told).size, 90, 'each note stands once, with its own words')
  assert.match(page.url(), /from=/)
  await page.goto(`${site.url}/desk/cases/${ref}/verify`)
  assert.equal(await page.locator('summary:has-text("All 400 accounts")').count(), 1)
  await page.context().close()
})

test('37: over a whole run no address, title, mail or line of the server holds an identifier of the user', async () => {
  const addresses = []
  const titles = []
  const watch = (page) => {
    page.context().on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))
    page.on('domcontentloaded', async () => titles.push(await page.title().catch(() => '')))
    return page
  }
  const hour = (ms) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
  const officer = watch(await at(OFFICER, 'portal'))
  const accounts = { user_ids: account.id, phones: account.phone, phone_country: 'US', emails: account.email, zone: 'UTC', addresses: `${account.ip}, ${hour(account.seen - 60_000)}, ${hour(account.seen + 600_000)}` }
  const { ref } = await filedByForms(officer, site, { accounts })
  const bench = `${site.url}/desk/cases/${ref}`
  const intake = watch(await at(INTAKE))
  for (const tail of ['', '/verify', '/authority', '/notice', '/history']) await intake.goto(bench + tail)
  await intake.goto(`${site.url}/desk/find`)
  await intake.fill('input[name=identifier]', account.phone)
  await intake.fill('textarea[name=reason]', 'A test.')
  await sent(intake, 'Find cases')
  assert.match(await intake.textContent('main'), new RegExp(ref))
  await intake.goto(`${bench}/verify`)
  for (const box of await intake.$$('input[type=radio][name^="fact-"][value=yes]')) await box.check()
  await sent(intake, 'Save the facts')
  const decider = watch(await at('decider@writ.example'))
  await decider.goto(bench)
  await sent(decider, "Draft the policy’s answer")
  for (const who of ['approver-1@writ.example', 'approver-2@writ.example']) {
    const approver = watch(await at(who))
    await approver.goto(`${bench}/approve`)
    if (await approver.$('input[name^="fact-"]')) {
      for (const box of await approver.$$('input[type=radio][name^="fact-"][value=yes]')) await box.check()
      await sent(approver, 'Record my reading')
      await approver.goto(`${bench}/approve`)
    }
    await approver.fill('input[name=code]', await codeOf(site, who))
    await sent(approver, 'Approve')
  }
  const gatherer = watch(await at('gatherer@writ.example'))
  for (const step of ['Ask now', 'Show the values', 'Seal the package', 'Deliver']) {
    await gatherer.goto(`${bench}/gather`)
    await sent(gatherer, step)
  }
  await officer.goto(`${site.url}/portal/requests/${ref}/package`)
  await new Promise((done) => setTimeout(done, 1500))  // the jobs of the server look once a second

  const outbox = path.join(site.folder, 'state/outbox')
  const mails = (fs.existsSync(outbox) ? fs.readdirSync(outbox) : []).filter((name) => name.includes(ref))
  // A notice goes to the user's own mailbox: only the line that says to whom may name it.
  const letters = mails.map((name) => name + fs.readFileSync(path.join(outbox, name), 'utf8').replace(/^To: .*$/m, ''))
  const digits = account.phone.slice(1)
  const said = { addresses: addresses.map(decodeURIComponent).join('\n'), titles: titles.join('\n'), letters: letters.join('\n'), log: site.log() }
  for (const [where, text] of Object.entries(said))
    for (const [what, value] of Object.entries({ id: account.id, name: account.id.slice(1).split(':')[0], phone: digits, email: account.email, ip: account.ip }))
      assert.ok(!text.includes(value), `${where} hold the user's ${what}`)
  assert.ok(addresses.length > 30 && titles.length > 10)
  for (const context of browser.contexts()) await context.close()
})
