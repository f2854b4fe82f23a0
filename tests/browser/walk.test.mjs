// Every GET address of tests/faces/access.txt in a real browser, as each role sees it: nothing on the console, no violation
// of the content policy, nothing wider than 320 px, no axe violation. Real cases, drafts and people are found by following
// the links of each page, as a person does.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { FULL, ROOT, axe, errorsOf, openBrowser, serve, signIn, tooWide } from './support.mjs'

const OFFICER = 'test-officer-1@us.police.example'
const ROLES = { intake: 'intake@writ.example', decider: 'decider@writ.example', approver: 'approver-1@writ.example', gatherer: 'gatherer@writ.example', publisher: 'publisher@writ.example', auditor: 'auditor@writ.example', administrator: 'admin-1@writ.example', requester: OFFICER }
/// Not pages: files that a browser takes down, and what a page asks by itself.
const FILES = [/\/original$/, /\/pages\/\d+$/, /\/package\/file$/, /\/receipts\//, /\/receipts\.zip$/, /request\.json$/, /\/requests\/[^/]+\/documents\//, /\/emergencies\/arrived$/, /\.(csv|json|svg|atom)$/]
/// Shown only in a state that the finished year of the demo is not in, or by a link that is given out by mail: each is walked
/// by the test that makes the state.
const ELSEWHERE = {
  'GET /desk/bulk/{list}': 'desk_cases.test.mjs',
  'GET /desk/cases/{ref}/approve': 'flow.test.mjs',
  'GET /desk/cases/{ref}/documents/{document}/text': 'flow.test.mjs',
  ...Object.fromEntries(['{a}', '{a}/{b}', '{a}/{b}/{c}', '{a}/{b}/{c}/{d}'].map((one) => [`GET /desk/close/{period}/preview/${one}`, 'tests/faces/close_test.cc'])),
  'GET /desk/applications/{application}': 'tests/faces/portal_apply_test.cc',
  'GET /desk/authorities/{authority}': 'tests/faces/emergency_test.cc',
  'GET /desk/invitation/{secret}': 'tests/faces/staff_test.cc',
  'GET /portal/invitation/{secret}': 'tests/peers/front',
  'GET /portal/requests/{ref}/preservation': 'side_roads.test.mjs',
  'GET /portal/apply/confirm/{secret}': 'tests/faces/portal_apply_test.cc',
}
const SIDEWAYS = { width: 320, height: 640 }
const WIDE = { width: 1280, height: 800 }
const PAGES_A_ROUTE = 2  // of the same route: two cases show most of what differs

const routes = fs.readFileSync(path.join(ROOT, 'tests/faces/access.txt'), 'utf8').split('\n').filter((line) => line.startsWith('GET ')).map((line) => {
  const [, name, who] = line.match(/^(GET [^:]+):(.*)$/)
  const pattern = name.slice(4)
  return { name, pattern, who: who.trim().split(' '), shape: new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '([^/]+)')}$`) }
})
/// The most literal one, as the router takes it.
const routeOf = (at) => routes.filter((one) => one.shape.test(at)).sort((a, b) => (a.pattern.match(/\{/g) ?? []).length - (b.pattern.match(/\{/g) ?? []).length)[0]
const isPage = (at) => !FILES.some((one) => one.test(at))

let site, browser
const seen = new Map()  // route -> roles that saw a page of it
const looked = new Set()  // routes whose page was looked at closely in this theme

before(async () => {
  site = await serve()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/// What must be made before it can be walked to.
const PREPARED = {
  async requester(page) {
    await page.goto(`${site.url}/portal/new`)
    await page.check('input[name=road][value=ordinary]')
    await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
    return [page.url(), `${page.url()}/check`, `${page.url()}/delete`, `${site.url}/portal/preservations`]
  },
}

/// What a page says against itself.
async function faultsOf(page, violations, errors, close) {
  const faults = [...errors.splice(0), ...(await page.evaluate(() => window.writViolations ?? [])), ...violations.splice(0)]
  if (!close) return faults
  faults.push(...(await axe(page)).map((one) => `axe ${one}`))
  await page.setViewportSize(SIDEWAYS)
  faults.push(...(await tooWide(page)).map((one) => `wider than 320 px: ${one}`))
  await page.setViewportSize(WIDE)
  return faults
}

for (const colorScheme of FULL ? ['light', 'dark'] : ['light']) {
  for (const [role, who] of Object.entries(ROLES)) {
    test(`6: what ${role} can open in ${colorScheme} has no fault`, async () => {
      const face = role === 'requester' ? 'portal' : 'desk'
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', viewport: WIDE })
      await context.addInitScript(() => {
        window.writViolations = []
        document.addEventListener('securitypolicyviolation', (event) => window.writViolations.push(`policy ${event.violatedDirective}: ${event.blockedURI}`))
      })
      const page = await context.newPage()
      const errors = errorsOf(page)
      const foreign = []
      page.on('request', (request) => request.url().startsWith(site.url) || foreign.push(`from elsewhere: ${request.url()}`))
      await signIn(page, site, face, who)
      const prepared = (await PREPARED[role]?.(page)) ?? []
      await page.goto(site.url + `/${face}/`)
      const waiting = [page.url(), ...prepared, ...routes.filter((one) => one.pattern.startsWith(`/${face}/`) && !one.pattern.includes('{')).map((one) => site.url + one.pattern)]
      const guessed = new Set()
      const done = new Map()
      const faults = []
      while (waiting.length) {
        const at = new URL(waiting.shift()).pathname
        const route = routeOf(at)
        if (!route || !isPage(at) || (done.get(route.name)?.length ?? 0) >= PAGES_A_ROUTE || done.get(route.name)?.includes(at)) continue
        const may = route.who.includes('anyone') || route.who.includes('signed-in') || route.who.includes(role)
        const response = await page.goto(site.url + at)
        if (!may) {
          if (response.status() !== 404) faults.push(`${role} at ${at}: ${response.status()}`)
          errors.splice(0)  // chromium says each 404 on the console
          continue
        }
        if (guessed.has(at) && [404, 409, 410].includes(response.status())) {  // a page of another state of the case
          errors.splice(0)
          continue
        }
        if (response.status() !== 200) faults.push(`${role} at ${at}: ${response.status()}`)
        done.set(route.name, [...(done.get(route.name) ?? []), at])
        seen.set(route.name, [...(seen.get(route.name) ?? []), role])
        const key = `${colorScheme} ${FULL ? at : route.name}`
        const close = !looked.has(key)
        looked.add(key)
        faults.push(...(await faultsOf(page, foreign, errors, close)).map((one) => `${role} at ${at}: ${one}`))
        const links = await page.$$eval('a[href]', (all) => all.map((one) => one.href))
        const ref = at.match(/\/(WR-\d{4}-\d+)/)?.[1]
        for (const one of ref ? routes.filter((other) => other.pattern.startsWith(`/${face}/`) && other.pattern.includes('{ref}')) : []) {
          const address = one.pattern.replace('{ref}', ref)
          if (address.includes('{') || guessed.has(address)) continue
          guessed.add(address)
          waiting.push(site.url + address)
        }
        waiting.push(...links.filter((one) => one.startsWith(`${site.url}/${face}/`)))
      }
      assert.deepEqual(faults, [])
      await context.close()
    })
  }
}

test('6: no address was left out', () => {
  const missed = routes.filter((one) => !seen.has(one.name) && !(one.name in ELSEWHERE) && isPage(one.pattern.replace('{page}', '1'))).map((one) => one.name)
  assert.deepEqual(missed, [])
  assert.deepEqual(Object.keys(ELSEWHERE).filter((one) => !routes.some((route) => route.name === one)), [])
})
