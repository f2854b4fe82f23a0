// The page /receipt/: promise, receipt, opening and a notice's proof are checked without leaving the browser.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { CHECK, ROOT, axe, errorsOf, openBrowser, serve, tooWide } from './support.mjs'

const FILES = ['promise', 'promise.opening.json', 'receipt.tlog-proof', 'receipt.opening.json']
const receipt = path.join(CHECK, 'receipts/WR-2024-00001')
let browser, site

before(async () => {
  browser = await openBrowser()
  site = await serve()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function open() {
  const page = await browser.newPage()
  page.errors = errorsOf(page)
  page.asked = []
  page.on('request', (request) => page.asked.push(request))
  await page.goto(`${site.url}/receipt/`)
  return page
}

async function check(page, files) {
  await page.setInputFiles('#files', files)
  await page.waitForSelector('text=/^Read: /')
  await page.click('button:text-is("Check")')
  await page.waitForSelector('.w-answer')
  return Object.fromEntries(await page.$$eval('[data-part=result] .w-proof > li', (all) => all.map((one) => [one.children[1].textContent, one.children[0].textContent])))
}
const answer = (found, start) => Object.entries(found).find(([name]) => name.startsWith(start))?.[1]

test('a receipt holds in each statement, and what was not given is not checked', async () => {
  const page = await open()
  const found = await check(page, FILES.map((name) => path.join(receipt, name)))
  assert.equal(answer(found, 'the promise is signed and of this entry'), 'yes')
  assert.equal(answer(found, 'the entry is in the log'), 'yes')
  assert.equal(answer(found, 'it holds what you sent'), 'not checked')
  assert.match(await page.innerText('[data-part=result]'), /Every statement that could be checked holds/)
  assert.deepEqual(page.errors, [])
  assert.deepEqual(await axe(page), [])
  await page.close()
})

test('no request carries a byte of what was given, not even its name', async () => {
  const page = await open()
  await page.click('text=What you sent, to compare with')
  await page.fill('#address', 'someone@police.example')
  await page.fill('#nonce', 'ab'.repeat(32))
  await check(page, FILES.map((name) => path.join(receipt, name)))
  const opening = JSON.parse(fs.readFileSync(path.join(receipt, 'receipt.opening.json'), 'utf8'))
  const secrets = ['police.example', 'ab'.repeat(32), ...opening.salts, ...opening.values.filter((one) => one.length > 12), 'opening']
  for (const request of page.asked) {
    assert.equal(request.method(), 'GET')
    assert.equal(request.postData(), null)
    const sent = decodeURIComponent(request.url()) + JSON.stringify(await request.allHeaders())
    for (const secret of secrets) assert.equal(sent.includes(secret), false, `${secret} in ${request.url()}`)
    assert.ok(request.url().startsWith(`${site.url}/`), request.url())
  }
  await page.close()
})

test('an address and a nonce that are not those of the request are denied', async () => {
  const page = await open()
  await page.click('text=What you sent, to compare with')
  await page.fill('#address', 'another@police.example')
  const found = await check(page, FILES.map((name) => path.join(receipt, name)))
  assert.equal(answer(found, 'it names your key or address'), 'no')
  assert.match(await page.innerText('[data-part=result]'), /At least one statement does not hold/)
  await page.close()
})

test('a receipt can be pasted, and a changed opening is denied', async () => {
  const page = await open()
  await page.click('text=Paste them instead')
  for (const [i, name] of FILES.entries()) await page.fill(`#paste-${i}`, fs.readFileSync(path.join(ROOT, 'docs/vectors/receipt-other-opening', name), 'utf8'))
  await page.click('button:text-is("Check")')
  await page.waitForSelector('.w-answer')
  // Of another log than this site's: the pinned policy says so.
  assert.match(await page.innerText('[data-part=result]'), /At least one statement does not hold/)
  await page.close()
})

test("with a proof alone a notified user sees what the report's row says, and that it names nobody", async () => {
  const page = await open()
  const found = await check(page, [path.join(receipt, 'disclosure-1/receipt.tlog-proof')])
  assert.equal(answer(found, 'a published report holds this entry'), 'yes')
  assert.equal(answer(found, 'the row that the report opens there is the one proven'), 'yes')
  assert.equal(answer(found, 'the row is about you'), 'not checked')
  assert.match(await page.innerText('[data-part=result]'), /data given: .*users counted in it: \d+/)
  await page.close()
})

test("a notice's proof is answered in the reader's language, statement by statement", async () => {
  const page = await browser.newPage()
  await page.goto(`${site.url}/fr/receipt/`)
  await page.setInputFiles('#files', [path.join(receipt, 'disclosure-1/receipt.tlog-proof')])
  await page.waitForSelector('text=/^Lu : /')
  await page.click('button:text-is("Vérifier")')
  await page.waitForSelector('.w-answer')
  const found = Object.fromEntries(await page.$$eval('[data-part=result] .w-proof > li', (all) => all.map((one) => [one.children[1].textContent, one.children[0].textContent])))
  assert.equal(answer(found, 'un rapport publié contient cette entrée'), 'oui')
  assert.equal(answer(found, 'la ligne vous concerne: une preuve ne nomme aucun utilisateur'), 'non vérifié')
  const quoted = await page.$$eval('[data-part=result] [lang=en]', (all) => all.map((one) => one.textContent))
  assert.deepEqual(quoted.filter((text) => text.includes(' ')), [], 'sentences that the page has no words for')
  await page.close()
})

test('a file of another name is refused by name, and the page warns that the opening is confidential', async () => {
  const page = await open()
  await page.setInputFiles('#files', [path.join(CHECK, 'policy.txt')])
  await page.waitForSelector('text=Not a file of a receipt: policy.txt')
  assert.match(await page.innerText('main'), /The opening is confidential/)
  await page.close()
})

test('without JavaScript there is no form, only the command line; 320 pixels are wide enough', async () => {
  const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } })
  await page.goto(`${site.url}/receipt/`)
  assert.equal(await page.isVisible('#receipt-checker'), false)
  assert.equal(await page.locator('form').count(), 0)
  assert.match(await page.innerText('main'), /writ receipt check/)
  await page.close()
  const narrow = await browser.newPage({ viewport: { width: 320, height: 640 } })
  await narrow.goto(`${site.url}/receipt/`)
  assert.deepEqual(await tooWide(narrow), [])
  await narrow.close()
})
