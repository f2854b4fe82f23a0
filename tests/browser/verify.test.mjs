// The page /verify/ (faces.md 9, checks 5 to 8): it recomputes the published year, names what fails, stops and goes on.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { CHECK, FULL, ROOT, axe, errorsOf, openBrowser, serve, serveFolders, tooWide } from './support.mjs'

const DONE_MS = 60_000
const vectors = path.join(ROOT, 'docs/vectors')
const index = JSON.parse(fs.readFileSync(path.join(vectors, 'index.json')))
let browser, site

before(async () => {
  browser = await openBrowser()
  site = await serve()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function checker(url, options = {}) {
  const page = await browser.newPage(options)
  page.errors = errorsOf(page)
  await page.goto(`${url}/verify/`)
  return page
}

async function check(page) {
  await page.click('[data-part=start]')
  await page.waitForSelector('.w-answer', { timeout: DONE_MS })
  return page.innerText('#checker')
}

const states = (page) => page.$$eval('.w-steps li', (all) => all.map((one) => one.dataset.state))

/// The page of the demo's site over the log of a vector: its periods are put into the page as the server would.
async function overVector(of, answer) {
  const laid = (name) => [path.join(vectors, of.folder, name), path.join(vectors, 'valid', name)]
  const periods = of.bundles.map((one) => {
    const report = [of.folder, 'valid'].map((folder) => path.join(vectors, folder, one, 'report.json')).find((file) => fs.existsSync(file))
    return { name: path.basename(one), label: path.basename(one), bytes: fs.statSync(report).size, close: 1000 }
  })
  const page = fs.readFileSync(path.join(CHECK, 'site/verify/index.html'), 'utf8')
    .replace(/data-periods="[^"]*"/, `data-periods="${JSON.stringify(periods).replaceAll('"', '&quot;')}"`)
  const policy = fs.readFileSync(laid('policy.txt').find((file) => fs.existsSync(file)))
  return serveFolders({ '/': path.join(CHECK, 'site'), '/log/': laid('log'), '/bundles/': laid('bundles') }, (at, response) => {
    if (answer?.(at, response)) return true
    if (at === '/verify/') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    return at === '/policy.txt' && response.end(policy)
  })
}

test('5: without WebAssembly the page says so, offers the command line, and the console stays empty', async () => {
  const page = await browser.newPage()
  const errors = errorsOf(page)
  await page.addInitScript(() => delete globalThis.WebAssembly)
  for (const at of ['/verify/', '/receipt/']) {
    await page.goto(site.url + at)
    const words = await page.innerText('main')
    assert.match(words, /WebAssembly is off in this browser/)
    assert.match(words, /command line/)
    assert.equal(await page.isVisible('[data-part=start]'), false)
  }
  assert.deepEqual(errors, [])
  await page.close()
})

test('6: the published year verifies, with the figures of the United States spoken and what is never shown listed', async () => {
  const page = await checker(site.url)
  await page.evaluate(() => {
    const live = document.querySelector('.w-live')
    globalThis.spoken = []
    new MutationObserver(() => globalThis.spoken.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true })
  })
  await page.selectOption('#spoken-country', 'US')
  const words = await check(page)
  assert.deepEqual(new Set(await states(page)), new Set(['yes']))
  assert.match(words, /2 of 2 witnesses/)
  assert.match(words, /Every figure of 2024-01-01 to 2024-12-31 follows from the public log/)
  assert.match(words, /Not shown, whatever the result/)
  const spoken = await page.evaluate(() => globalThis.spoken)
  for (const figures of ['fulfilled 14, users affected 108', 'fulfilled 886, users affected 2,145', 'fulfilled 900, users affected 2,253'])
    assert.ok(spoken.at(-1).includes(figures), `${figures} in ${spoken.at(-1)}`)
  assert.ok(spoken.length >= 10 && spoken.length <= 40, `spoken ${spoken.length} times`)
  assert.deepEqual(page.errors, [])
  assert.deepEqual(await axe(page), [])
  await page.close()
})

test('in another language the check speaks it to the end, and has the same figures', async () => {
  for (const [language, answer, figure] of [['de', /folgt aus dem öffentlichen Protokoll/, 'erfüllt 886, betroffene Nutzer 2.145'], ['ar', /يتبع من السجل العام/, '886']]) {
    const page = await browser.newPage()
    await page.goto(`${site.url}/${language}/verify/`)
    await page.selectOption('#spoken-country', 'US')
    const words = await check(page)
    assert.match(words, answer)
    assert.ok(words.includes(figure), figure)
    const english = await page.$eval('#checker', (all) => {
      const copy = all.cloneNode(true)
      for (const quoted of copy.querySelectorAll('[lang=en], code, pre, bdi')) quoted.remove()
      return copy.textContent.match(/\b(?:the|which|of|with|every|not) [a-z]+ [a-z]+/)?.[0]
    })
    assert.equal(english, undefined)
    await page.close()
  }
})

test('one period alone: the order of several is not checked, and says so', async () => {
  const page = await checker(site.url)
  await page.check('#period-2024-01-01_2024-09-30')
  const words = await check(page)
  assert.match(words, /one period was chosen/)
  assert.match(words, /Every figure of 2024-01-01 to 2024-09-30/)
  await page.close()
})

test('the second visit compares with the checkpoint of the first', async () => {
  const page = await checker(site.url)
  assert.match(await check(page), /no older checkpoint was at hand/)
  await page.reload()
  assert.match(await check(page), /The log only grew since the checkpoint that this browser saw on \d{4}-\d\d-\d\d/)
  await page.close()
})

/// Every vector that fails; in the short run the first of each rule, with and without an index (verdicts.test.mjs has all).
function cheating() {
  const all = index.logs.filter((one) => one.exit === 1)
  const kind = (one) => `${one.rule} ${one.index === undefined}`
  return FULL ? all : all.filter((one, i) => all.findIndex((other) => kind(other) === kind(one)) === i)
}

test('7: each way to cheat ends with index and rule, and never with the word verified', async (t) => {
  for (const of of cheating()) {
    await t.test(`${of.folder}: ${of.what}`, async () => {
      const server = await overVector(of)
      const page = await checker(server.url)
      const words = await check(page)
      assert.match(words, /These figures do not match the log/)
      assert.doesNotMatch(words, /\bverified\b/i)
      assert.match(words, of.index === undefined ? new RegExp(`step ${of.rule}`) : new RegExp(`step ${of.rule}, index ${of.index}\\b`))
      assert.equal((await states(page))[of.rule], 'no')
      assert.match(await page.innerText('[data-part=published-mark]'), /did not verify/)
      assert.ok(await page.isVisible('#published'), 'the published figures stay on the page')
      await page.close()
      await server.stop()
    })
  }
})

test('what could not be checked is grey, not red, and names what is missing', async () => {
  for (const of of index.logs.filter((one) => one.exit === 2)) {
    const server = await overVector(of)
    const page = await checker(server.url)
    assert.match(await check(page), /Not checked to the end/)
    await page.close()
    await server.stop()
  }
})

test('8: a tile that is not there leaves the check unfinished, grey, with the name of the file', async () => {
  const valid = index.logs.find((one) => one.folder === 'valid')
  const server = await overVector(valid, (at, response) => at.startsWith('/log/tile/entries/') && response.writeHead(404).end())
  const page = await checker(server.url)
  const words = await check(page)
  assert.match(words, /Not checked to the end/)
  assert.match(words, /tile\/entries\/000/)
  assert.match(words, /nothing is shown to be right or wrong/)
  assert.equal(await page.isVisible('.w-result-fails'), false)
  assert.equal((await states(page)).includes('no'), false)
  await page.close()
  await server.stop()
})

test('8: the network ends midway; then only the rest is downloaded', async () => {
  const valid = index.logs.find((one) => one.folder === 'valid')
  let offline = true
  const server = await overVector(valid, (at, response) => {
    if (!offline || !at.endsWith('openings.jsonl')) return false
    response.destroy()
    return true
  })
  const page = await checker(server.url)
  assert.match(await check(page), /openings\.jsonl could not be loaded/)
  offline = false
  await page.click('[data-part=start]')
  await page.waitForSelector('text=follows from the public log', { timeout: DONE_MS })
  assert.match(await page.innerText('#checker'), /were kept from an interrupted check/)
  const reports = server.asked.filter((at) => at.endsWith('report.json'))
  assert.equal(new Set(reports).size, reports.length, 'what was there is not asked for again')
  await page.close()
  await server.stop()
})

test('8: Stop stops, and says that nothing is shown', async () => {
  const valid = index.logs.find((one) => one.folder === 'valid')
  const held = []
  const server = await overVector(valid, (at, response) => at.endsWith('openings.jsonl') && held.push(response) > 0)
  const page = await checker(server.url)
  await page.click('[data-part=start]')
  await page.waitForSelector('.w-steps [data-state=running]')
  await page.click('[data-part=stop]')
  const words = await page.innerText('#checker')
  assert.match(words, /Stopped\.\s+Nothing is shown to be right or wrong/)
  assert.equal(await page.evaluate(() => document.activeElement.dataset.part), 'start')
  await page.close()
  await server.stop()
})

test("a copy of the checker on another site checks this one's log by its address", async () => {
  const elsewhere = await serveFolders({ '/': path.join(CHECK, 'site') })
  const page = await checker(elsewhere.url)
  await page.click("text=Check with someone else’s copy of this checker")
  await page.fill('#other-address', site.url)
  await page.click('text=Check that site')
  await page.waitForSelector('.w-answer', { timeout: DONE_MS })
  assert.match(await page.innerText('#checker'), /Every figure of 2024-01-01 to 2024-12-31 follows from the public log/)
  assert.equal(elsewhere.asked.some((at) => at.startsWith('/log/') || at.startsWith('/bundles/')), false)
  await page.close()
  await elsewhere.stop()
})

test('3: 320 pixels wide, before and after the check, nothing scrolls sideways', async () => {
  const page = await checker(site.url, { viewport: { width: 320, height: 640 } })
  assert.deepEqual(await tooWide(page), [])
  await check(page)
  assert.deepEqual(await tooWide(page), [])
  await page.close()
})
