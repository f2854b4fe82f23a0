// The public site's checks 13 and 30 (faces.md 9), its choice of language and of colours: in chromium, on the exported
// folder alone, as any web server would give it.
import assert from 'node:assert/strict'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { CHECK, errorsOf, openBrowser, serveFolders } from './support.mjs'

const SAID_MS = 2_000
let browser, site

before(async () => {
  browser = await openBrowser()
  site = await serveFolders({ '/': path.join(CHECK, 'site') })
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const shown = (page) => page.$$eval('#countries tbody tr:not(.w-total):not([hidden]) th', (all) => all.map((one) => one.textContent))

for (const [folder, typed, name] of [['', 'united st', 'United States'], ['de/', 'vereinigte sta', 'Vereinigte Staaten'], ['fr/', 'etats', 'États-Unis'], ['ar/', 'الولايات', 'الولايات المتحدة']]) {
  test(`13: typing "${typed}" leaves the countries of that name, says how many, and Escape brings all back`, async () => {
    const page = await browser.newPage()
    const errors = errorsOf(page)
    await page.goto(`${site.url}/${folder}countries/index.html`)
    const all = await shown(page)
    await page.fill('#filter-countries', typed)
    assert.deepEqual(await shown(page), [name])
    await page.waitForFunction(() => document.querySelector('.w-filter [role=status]').textContent !== '', null, { timeout: SAID_MS })
    const said = await page.innerText('.w-filter [role=status]')
    assert.match(said, new RegExp(`\\b1\\b`))
    assert.match(said, new RegExp(`\\b${all.length}\\b`))
    assert.ok(await page.isVisible('#countries tr.w-total'), 'the totals stay')
    await page.keyboard.press('Escape')
    assert.deepEqual(await shown(page), all)
    assert.equal(await page.evaluate(() => document.activeElement.id), 'filter-countries')
    assert.deepEqual(errors, [])
    await page.close()
  })
}

test('30: an Arabic page runs from right to left, its hashes and dates from left to right, and nothing is cut off', async () => {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } })
  await page.goto(`${site.url}/ar/countries/usa/index.html`)
  const found = await page.evaluate(() => ({
    direction: getComputedStyle(document.body).direction,
    note: document.querySelector('.w-note').textContent,
    charts: [...document.querySelectorAll('svg.w-chart')].map((one) => one.getAttribute('direction')),
    cut: [...document.querySelectorAll('h1,p,th,td')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'hidden').length,
  }))
  assert.equal(found.direction, 'rtl')
  assert.ok(found.note.includes('\u20662024-09-24\u2069'), found.note)
  assert.deepEqual([...new Set(found.charts)], ['ltr'])
  assert.equal(found.cut, 0)
  await page.close()
})

test('30: a French page groups thousands with a narrow space that the fonts can show', async () => {
  const page = await browser.newPage()
  await page.goto(`${site.url}/fr/countries/usa/index.html`)
  const figure = await page.locator('#chart-table td', { hasText: '253' }).first()
  assert.equal((await figure.textContent()).codePointAt(1), 0x202f)
  const width = await figure.evaluate((cell) => {
    const measure = document.createElement('canvas').getContext('2d')
    measure.font = getComputedStyle(cell).font
    return measure.measureText('2\u202f253').width / measure.measureText('2253').width
  })
  assert.ok(width > 1 && width < 1.2, `a box in its place would be wider: ${width}`)
  await page.close()
})

test('the switch leads to the same page in the other language, and the address says which it is', async () => {
  const page = await browser.newPage()
  await page.goto(`${site.url}/countries/usa/index.html`)
  await page.click('.w-languages a[lang=de]')
  assert.equal(new URL(page.url()).pathname, '/de/countries/usa/index.html')
  assert.equal(await page.getAttribute('html', 'lang'), 'de')
  assert.equal(await page.innerText('h1'), 'Vereinigte Staaten')
  await page.close()
})

test('a choice of colours holds on the next page, and automatic gives it back to the system', async () => {
  const page = await browser.newPage({ colorScheme: 'light' })
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.goto(`${site.url}/index.html`)
  const light = await ground()
  await page.click('.w-theme button:nth-child(3)')
  const dark = await ground()
  assert.notEqual(dark, light)
  await page.goto(`${site.url}/ar/method/index.html`)
  assert.equal(await ground(), dark)
  await page.click('.w-theme button:nth-child(1)')
  await page.goto(`${site.url}/index.html`)
  assert.equal(await ground(), light)
  await page.close()
})
