// Desk and portal in a real browser, signed in: no axe violation, nothing wider than a small screen, no foreign origin.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FULL, axe, openBrowser, serve, signIn, tooWide } from './support.mjs'

const OFFICER = 'test-officer-1@us.police.example'
const FACES = [
  { face: 'desk', who: 'decider@writ.example', paths: ['/desk/inbox/decide', '/desk/inbox/all', '/desk/inbox/reviews', '/desk/inbox/emergencies', '/desk/inbox/all?state=refused&country=US', '/desk/preservations', '/desk/log', '/desk/find', '/desk/authorities', '/desk/policies', '/desk/holdings', '/desk/me'] },
  { face: 'desk', who: 'admin-1@writ.example', paths: ['/desk/people', '/desk/applications', '/desk/audit'] },
  { face: 'desk', who: 'publisher@writ.example', paths: ['/desk/close'] },
  { face: 'portal', who: OFFICER, paths: ['/portal/home', '/portal/new', '/portal/account'] },
]
let site, browser

before(async () => {
  site = await serve()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/// axe cannot judge what it does not see; every other finding counts.
async function looked(page, where) {
  assert.deepEqual(await axe(page), [], `axe on ${where}`)
  await page.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await tooWide(page), [], `${where} at 320 px`)
  await page.setViewportSize({ width: 1280, height: 800 })
}

for (const colorScheme of FULL ? ['light', 'dark'] : ['light']) {
  for (const { face, who, paths } of FACES) {
    test(`1 and 3: what ${who.split('@')[0]} sees at the ${face} in ${colorScheme} is readable for everybody, also on a small screen`, async () => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const foreign = []
      page.on('request', (request) => request.url().startsWith(site.url) || foreign.push(request.url()))
      await signIn(page, site, face, who)
      for (const at of paths) {
        const response = await page.goto(site.url + at)
        assert.equal(response.status(), 200, at)
        await looked(page, at)
      }
      assert.deepEqual(foreign, [])
      await context.close()
    })
  }
}

test('5: a case at the workbench, and its history and authority, are readable for everybody', async () => {
  const page = await browser.newPage()
  await signIn(page, site, 'desk', 'intake@writ.example')
  await page.goto(`${site.url}/desk/inbox/all`)
  await Promise.all([page.waitForNavigation(), page.click('table a[href*="/desk/cases/"]')])
  const place = page.url()
  for (const tab of ['', '/verify', '/notice', '/history', '/authority']) {
    assert.equal((await page.goto(place + tab)).status(), 200, tab)
    await looked(page, `workbench${tab}`)
  }
  await page.close()
})

test('35: portal and desk refuse to stand in a frame', async () => {
  for (const face of ['desk', 'portal']) {
    const answer = await fetch(`${site.url}/${face}/`)
    assert.match(answer.headers.get('content-security-policy'), /frame-ancestors 'none'/)
  }
})

test('29: words spoken into a field, and keys that are switched off, do nothing', async () => {
  const page = await browser.newPage()
  await signIn(page, site, 'desk', 'decider@writ.example')
  await page.goto(`${site.url}/desk/inbox/all`)
  const ticked = () => page.$$eval('.w-tick:checked', (all) => all.length)
  const burst = () => page.keyboard.type('jxjxa')
  await page.keyboard.type('jx')  // what the keys do where they count
  assert.equal(await ticked(), 1)
  await page.reload()

  await page.click('summary:has-text("Filter")')
  await page.focus('input[name=authority]')
  await burst()
  assert.equal(await page.inputValue('input[name=authority]'), 'jxjxa')
  assert.equal(await ticked(), 0)
  assert.equal(new URL(page.url()).pathname, '/desk/inbox/all')

  await page.goto(`${site.url}/desk/me`)
  await page.check('input[name=keys][value=off]')
  await Promise.all([page.waitForNavigation(), page.click('button:has-text("Save")')])
  await page.goto(`${site.url}/desk/inbox/all`)
  await burst()
  assert.equal(await ticked(), 0)
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true)
  await page.close()
})
