// Makes docs/pictures/*.png from a finished deployment: WRIT_CHECK=DIR node scripts/pictures.mjs. Sizes, language, theme and
// the demo's data are fixed, so that a picture changes when its page does. Needs pngquant.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { ROOT, openBrowser, scratch, serve, signIn } from '../tests/browser/support.mjs'

const FOLDER_BYTES_MAX = 2_000_000
const WIDE = { width: 1100, height: 820 }
const PHONE = { width: 320, height: 640 }

/// The worker's first word about entries that it has read is the last that the page hears: the check goes on, and the
/// page shows it under way for as long as the picture takes, however quick the machine is.
function hearOnlyTheFirstProgress() {
  const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage')
  Object.defineProperty(Worker.prototype, 'onmessage', {
    set(answer) {
      let heard = false
      set.call(this, (event) => {
        if (heard || event.data.type === 'verdict') return
        heard = event.data.type === 'progress' && event.data.done > 0
        answer(event)
      })
    },
  })
}
async function whileRunning(page) {
  await page.selectOption('#spoken-country', 'US')
  await page.click('[data-part=start]')
  await page.waitForFunction(() => {
    const [, done, all] = document.querySelector('.w-steps')?.innerText.match(/running: ([\d,]+) of ([\d,]+) entries/) ?? []
    return done !== undefined && done !== '0' && done !== all
  })
}
async function whenChecked(page) {
  await page.selectOption('#spoken-country', 'US')
  await page.click('[data-part=start]')
  await page.waitForSelector('.w-answer', { timeout: 60_000 })
  await page.$eval('[data-part=steps]', (steps) => steps.scrollIntoView())
}

const openFirstCase = (page) => Promise.all([page.waitForNavigation(), page.click('table a[href*="/desk/cases/"]')])
async function newRequest(page) {
  await page.check('input[type=radio] >> nth=0')
  await Promise.all([page.waitForNavigation(), page.click('main form button')])
}

const PICTURES = [
  { name: 'report-home', at: '/' },
  { name: 'report-home-dark', at: '/', colorScheme: 'dark' },
  { name: 'report-home-320', at: '/', viewport: PHONE },
  { name: 'report-home-ar', at: '/ar/' },
  { name: 'country', at: '/countries/usa/' },
  { name: 'country-dark', at: '/countries/usa/', colorScheme: 'dark' },
  { name: 'country-320', at: '/countries/usa/', viewport: PHONE },
  { name: 'verify-running', at: '/verify/', first: hearOnlyTheFirstProgress, then: whileRunning },
  { name: 'verify-done', at: '/verify/', then: whenChecked },
  { name: 'verify-done-dark', at: '/verify/', colorScheme: 'dark', then: whenChecked },
  { name: 'receipt-320', at: '/receipt/', viewport: PHONE },
  { name: 'desk-inbox', as: 'decider@writ.example', at: '/desk/inbox/decide' },
  { name: 'desk-workbench', as: 'decider@writ.example', at: '/desk/inbox/decide', then: openFirstCase, viewport: { width: 1440, height: 900 } },
  { name: 'portal-task-list', as: 'test-officer-1@us.police.example', at: '/portal/new', then: newRequest },
  { name: 'portal-task-list-320', as: 'test-officer-1@us.police.example', at: '/portal/new', then: newRequest, viewport: PHONE },
]

async function take(browser, site, out, { name, as, at, first, then, viewport = WIDE, colorScheme = 'light' }) {
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce', deviceScaleFactor: 1 })
  if (as) await signIn(page, site, at.split('/')[1], as)
  if (first) await page.addInitScript(first)
  const response = await page.goto(site.url + at)
  if (response.status() !== 200) throw new Error(`${at} answers ${response.status()}`)
  await then?.(page)
  await page.evaluate(() => document.fonts.ready)
  const raw = path.join(out, `${name}.png`)
  await page.screenshot({ path: raw })
  await page.close()
  execFileSync('pngquant', ['--strip', '--speed', '1', '--nofs', '--force', '--output', path.join(ROOT, 'docs/pictures', `${name}.png`), '64', raw])
}

const site = await serve()
const browser = await openBrowser()
const out = scratch()
for (const picture of PICTURES) await take(browser, site, out, picture)
await browser.close()
await site.stop()

const folder = path.join(ROOT, 'docs/pictures')
const bytes = fs.readdirSync(folder).reduce((all, one) => all + fs.statSync(path.join(folder, one)).size, 0)
console.log(`${PICTURES.length} pictures, the folder has ${bytes} bytes (at most ${FOLDER_BYTES_MAX})`)
process.exit(bytes > FOLDER_BYTES_MAX ? 1 : 0)
