// A person who uses a page with the keyboard alone: Tab, arrows, Space, Enter, and typing. Every stop of the focus is
// looked at: it can be seen, it lies under nothing, and it goes on in reading order.
import assert from 'node:assert/strict'

/// A page has fewer stops than this; more means that the focus is caught somewhere.
const STOPS_MAX = 150

/// What has the focus, and what is wrong with it; runs in the page.
function atFocus(wanted) {
  const one = document.activeElement
  if (!one || one === document.body) return { at: 'the window', wrong: '', fits: false }
  const name = `${one.tagName.toLowerCase()} ${one.name || one.textContent.trim().slice(0, 40)}`
  const box = one.getBoundingClientRect()
  const seen = [getComputedStyle(one), ...[...(one.labels ?? [])].map((label) => getComputedStyle(label, '::before'))]
  const marked = seen.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none')
  const top = document.elementFromPoint(Math.max(0, box.left + Math.min(box.width / 2, 20)), box.top + Math.min(box.height / 2, 12))
  const free = box.bottom > 0 && box.top < innerHeight && top && (one.contains(top) || top.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(top)))
  const last = window.writLastFocus
  const again = one.matches('[class*=skip-link]')  // the first stop of every page: once round
  const before = last?.isConnected && last !== one && !again && !(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)
  window.writLastFocus = one
  const wrong = [marked ? '' : 'the focus cannot be seen', free ? '' : `it lies under ${top?.tagName}.${top?.className}`, before ? 'it comes after what stands below it' : ''].filter(Boolean).join('; ')
  return { at: name, wrong, fits: one.matches(wanted.selector) && (!wanted.text || one.textContent.trim().startsWith(wanted.text)) }
}

/// Tab until what fits has the focus.
export async function reach(page, selector, text = '') {
  for (let stops = 0; stops < STOPS_MAX; stops++) {
    await page.keyboard.press('Tab')
    const { at, wrong, fits } = await page.evaluate(atFocus, { selector, text })
    assert.equal(wrong, '', `${new URL(page.url()).pathname}: ${at}`)
    if (fits) return
    if (at === 'the window') await page.evaluate(() => (window.writLastFocus = undefined))
  }
  assert.fail(`${page.url()}: ${STOPS_MAX} stops and no ${selector} ${text}`)
}

/// Follows a link or presses a button, and waits for the page that comes.
export async function press(page, text, selector = 'a, button') {
  await reach(page, selector, text)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

export async function write(page, name, text) {
  await reach(page, `[name="${name}"]`)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

/// Ticks a box, or goes with the arrows through the buttons of a group.
export async function choose(page, name, value) {
  const wanted = `[name="${name}"][value="${value}"]`
  const radio = await page.$eval(wanted, (one) => one.type === 'radio')
  await reach(page, radio ? `[name="${name}"]` : wanted)
  for (let step = 0; radio && step < STOPS_MAX && !(await page.evaluate((one) => document.activeElement.matches(one), wanted)); step++) await page.keyboard.press('ArrowDown')
  if (!(await page.evaluate(() => document.activeElement.checked))) await page.keyboard.press('Space')
  assert.ok(await page.evaluate((one) => document.querySelector(one).checked, wanted), `${name} is not ${value}`)
}
