// The public site's acceptance checks (faces.md 9) that need a browser: 1, 3, 4, 14, 28, 31, 32, 35 and 36 of the pages there are.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { assertOthersCharts, assertOwnCharts, assertSurgeChart } from './charts.mjs'
import { assertAtom, assertJsonFeed, assertLeadsSomewhere } from './feeds.mjs'
import { CHECK, FULL, axe, errorsOf, openBrowser, scratch, serve, serveFolders, tooWide } from './support.mjs'

const PATHS = ['/', '/reports/', '/reports/2024-10-01_2024-12-31/', '/countries/', '/countries/by-users/', '/countries/usa/', '/holdings/', '/policy/', '/policy/telegram-2024-09/', '/method/', '/verify/', '/receipt/', '/data/', '/national-security/', '/authorities/', '/notice/', '/complain/', '/others/', '/others/surge/']
const LANGUAGES = FULL ? ['', '/fr', '/de', '/zh-Hans', '/ar'] : ['']
const THEMES = FULL ? ['light', 'dark'] : ['light']
let browser, site

before(async () => {
  browser = await openBrowser()
  site = await serve()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/// The paths that this deployment has, in every language that is asked for.
const paths = () => LANGUAGES.flatMap((language) => PATHS.map((one) => language + one)).filter((one) => fs.existsSync(path.join(site.folder, 'site', one, 'index.html')))

test('1: no page breaks a rule of WCAG 2.2 A or AA that axe can find, and the console stays empty', async (t) => {
  for (const colorScheme of THEMES) {
    for (const one of paths()) {
      await t.test(`${one} ${colorScheme}`, async () => {
        const page = await browser.newPage({ colorScheme })
        const errors = errorsOf(page)
        await page.goto(site.url + one)
        assert.deepEqual(await axe(page), [])
        assert.deepEqual(errors, [])
        await page.close()
      })
    }
  }
})

test('3: at 320 pixels, also with wide text spacing, no page scrolls sideways', async (t) => {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
  for (const one of paths()) {
    await t.test(one, async () => {
      await page.goto(site.url + one)
      assert.deepEqual(await tooWide(page), [])
      // WCAG 1.4.12. Injected as a sheet object: a style element would break the page's own policy.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}')
        document.adoptedStyleSheets = [sheet]
      })
      assert.deepEqual(await tooWide(page), [])
    })
  }
  await page.close()
})

test('4: without JavaScript every page is whole and what is missing names its replacement', async () => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  for (const one of paths()) {
    const response = await page.goto(site.url + one)
    assert.equal(response.status(), 200, one)
    assert.equal(await page.locator('h1').count(), 1, one)
  }
  for (const one of ['/verify/', '/receipt/']) {
    await page.goto(site.url + one)
    assert.match(await page.innerText('main'), /JavaScript is off[\s\S]*command line/)
  }
  await page.close()
})

test('14: a chart has the finding as its name, and its table holds every value that is plotted', async () => {
  const page = await browser.newPage()
  await page.goto(`${site.url}/countries/usa/`)
  const name = await page.$eval('figure svg[role=img]', (svg) => svg.getAttribute('aria-label') ?? document.getElementById(svg.getAttribute('aria-labelledby')?.split(' ')[0])?.textContent)
  assert.match(name, /14\b.*\b886\b/)
  const table = await page.innerText('#chart-table')
  for (const value of ['14', '108', '886', '2,145', '900', '2,253']) assert.ok(table.includes(value), value)
  await page.close()
})

test('28: the feeds of every language are valid, agree, and have an entry for the correction that leads to it', async () => {
  const page = await browser.newPage()
  const [, publicUrl] = fs.readFileSync(path.join(CHECK, 'state/writ.toml'), 'utf8').match(/^site_url = "(.*)"$/m)
  for (const language of ['', '/fr', '/de', '/zh-Hans', '/ar']) {
    const entries = await assertAtom(page, `${site.url}${language}/feed.atom`)
    assert.deepEqual(await assertJsonFeed(`${site.url}${language}/feed.json`, publicUrl), entries)
    const corrections = entries.filter(([id]) => id.includes(':correction:'))
    assert.deepEqual(corrections.map(([, , address]) => new URL(address).pathname + new URL(address).hash), [`${language}/reports/2024-10-01_2024-12-31/index.html#corrections`])
    for (const [, , address] of entries) await assertLeadsSomewhere(address)
  }
  await page.close()
})

test('28: a report that was restated later is served as it was published', async () => {
  const bundle = 'bundles/2024-01-01_2024-09-30'
  for (const name of fs.readdirSync(path.join(CHECK, bundle))) {
    const response = await fetch(`${site.url}/${bundle}/${name}`)
    assert.equal(response.status, 200, name)
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(fs.readFileSync(path.join(CHECK, bundle, name))), name)
  }
})

test('31: in forced colours, in grey and for the colour-blind, outcomes have words and focus is seen', async () => {
  const page = await browser.newPage({ forcedColors: 'active' })
  await page.goto(`${site.url}/countries/usa/`)
  await page.keyboard.press('Tab')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)
  assert.notEqual(outline, 'none')
  const session = await page.context().newCDPSession(page)
  for (const type of ['protanopia', 'deuteranopia', 'tritanopia', 'achromatopsia']) {
    await session.send('Emulation.setEmulatedVisionDeficiency', { type })
    for (const bar of await page.$$('tr:has(svg.w-bar)')) assert.match(await bar.innerText(), /\p{L}{3,}.*\d/su, 'a bar stands beside its name and number')
  }
  await page.close()
})

test('32: a printed page repeats the headings of a table, says whole addresses, and has report and page at every foot', async () => {
  const page = await browser.newPage()
  await page.goto(`${site.url}/countries/usa/`)
  const file = path.join(site.folder, 'usa.pdf')
  fs.writeFileSync(file, await page.pdf({ preferCSSPageSize: true, tagged: true }))
  const sheets = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
  assert.ok(sheets.length > 2)
  for (const [i, sheet] of sheets.entries()) assert.match(sheet, new RegExp(`2024-10-01/2024-12-31 · report\\.json [0-9a-f]{16} [^\\n]*\\b${i + 1} ?/ ?${sheets.length}\\b`), `foot of sheet ${i + 1}`)
  const text = sheets.join('').replaceAll(/\s/g, '')
  assert.ok(text.includes(`(${site.url}/reports/2024-10-01_2024-12-31/index.html#corrections)`), 'a link is printed as a whole address')
  assert.ok(!text.includes('(../'), 'no address is printed as seen from the page')
  await page.emulateMedia({ media: 'print' })
  assert.deepEqual(await page.$$eval('thead', (all) => [...new Set(all.map((one) => getComputedStyle(one).display))]), ['table-header-group'])
  await page.close()
})

test('35: a chart that is made for it stands in another site’s page; the report refuses a frame', async () => {
  const stranger = await serveFolders({ '/': path.join(CHECK, 'site') }, (at, response) => {
    const framed = new URLSearchParams(at.split('?')[1]).get('of') ?? at.slice('/frame'.length)
    return at.startsWith('/frame') && response.writeHead(200, { 'content-type': 'text/html' }).end(`<iframe src="${site.url}${framed}"></iframe>`)
  })
  const page = await browser.newPage()
  const inside = async (at) => {
    await page.goto(`${stranger.url}/frame${at}`)
    await page.waitForTimeout(300)
    return page.frames()[1].url().startsWith(site.url) ? page.frames()[1].locator('h1').count() : 0
  }
  assert.equal(await inside('/embed/usa/'), 1)
  assert.equal(await inside('/countries/usa/'), 0)
  await page.close()
  await stranger.stop()
})

test('36: every chart of the provider has the same figures in its page, CSV, JSON and drawing', () => assertOwnCharts(site, browser))

test('36: every chart of other platforms has the same figures, bands and gaps in its page, CSV and JSON', () => assertOthersCharts(site, browser))

test('36: the chart of the surge has the same figures in its page, CSV, JSON and drawing', () => assertSurgeChart(site, browser))

test('32: the PDF of a report is tagged, titled, in its language and in the order of the page’s headings', async () => {
  const period = '2024-10-01_2024-12-31'
  const folder = scratch()
  for (const language of ['en', 'fr', 'zh-Hans', 'ar']) {
    const prefix = language === 'en' ? '' : `/${language}`
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await page.goto(`${site.url}${prefix}/reports/${period}/`)
    const pdf = await page.$eval('a[href$=".pdf"]', (link) => link.href)
    const file = path.join(folder, `${language}.pdf`)
    fs.writeFileSync(file, Buffer.from(await (await fetch(pdf)).arrayBuffer()))
    const run = (...words) => execFileSync(words[0], words.slice(1), { encoding: 'utf8', maxBuffer: 1 << 24 })
    const info = run('pdfinfo', file)
    assert.match(info, /^Tagged: +yes$/m)
    assert.ok(info.includes(await page.$eval('h1', (one) => one.textContent.trim())), info)
    assert.ok(fs.readFileSync(file, 'latin1').includes(`/Lang (${language})`), language)
    const structure = run('pdfinfo', '-struct-text', file)
    for (const element of ['Document', 'H1', 'H2', 'H3', 'Table', 'TR', 'TH', 'TD', 'Figure']) assert.match(structure, new RegExp(`^ *${element}\\b`, 'm'), element)
    const flat = (text) => text.replace(/\s+/g, ' ').trim()
    const headings = await page.$$eval('main h2', (all) => all.map((one) => one.textContent))
    const said = [...structure.matchAll(/^ *H2 \(block\):?\n((?: +".*"\n)+)/gm)].map((found) => flat([...found[1].matchAll(/"(.*)"/g)].map((one) => one[1]).join('')))
    assert.ok(said.length > 6, structure.slice(0, 2000))
    if (language === 'en') {
      const shared = headings.map(flat).filter((one) => said.includes(one))
      assert.deepEqual(said.filter((one) => shared.includes(one)), shared, 'in the same order')
      assert.ok(shared.length >= said.length - 1, `${said} / ${headings}`)
    }
    const text = run('pdftotext', file, '-')
    for (const figure of [/\b2[\s.,]?360\b/, /\b6[\s.,]?909\b/]) assert.match(text, figure, language)
    assert.ok(!run('pdffonts', file).includes('Type 3'))
    await page.context().close()
  }
})
