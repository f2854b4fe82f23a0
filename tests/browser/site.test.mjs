// The public site's acceptance checks (faces.md 9) that need a browser: 1, 3, 4, 14, 31, 35 and 36 of the pages there are.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { CHECK, FULL, axe, errorsOf, openBrowser, serve, serveFolders, tooWide } from './support.mjs'

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

test("36: every chart's csv, json and svg are there, with the same columns and the page's numbers", async () => {
  const page = await browser.newPage()
  const columns = new Set()
  for (const one of ['/', '/countries/usa/', '/countries/gbr/', '/countries/bra/']) {
    await page.goto(site.url + one)
    const links = await page.$$eval('figure a[href]', (all) => all.map((a) => a.href).filter((url) => /\.(csv|json|svg)$/.test(url)))
    assert.equal(new Set(links.map((url) => path.extname(url))).size, 3, one)
    for (const url of links) {
      const response = await fetch(url)
      assert.equal(response.status, 200, url)
      if (!url.endsWith('.csv')) continue
      const [head, ...rows] = (await response.text()).trim().split('\n')
      columns.add(head)
      const table = (await page.innerText('#chart-table')).replaceAll(/[,.  ]/g, '')
      for (const row of rows) for (const value of row.split(',').filter((field) => /^\d{2,5}$/.test(field))) assert.ok(table.includes(value), `${value} of ${url}`)
    }
  }
  assert.equal(columns.size, 1, [...columns].join('\n'))
  await page.close()
})
