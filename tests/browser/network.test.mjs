// A slow line (design: faces.md 9, check 9): 50 kB/s and 400 ms to and fro. Times are printed beside their budgets; bytes and
// shifts of the layout are checked.
import assert from 'node:assert/strict'
import test from 'node:test'
import { openBrowser, serve } from './support.mjs'

const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const BYTES_MAX = 60_000 // before fonts
const SHIFT_MAX = 0.02
const BUDGET_MS = { readable: 3_000, largest: 4_000 }

test('9: over a slow line the first page is small and does not move while it comes', async () => {
  const site = await serve()
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } })
    const line = await page.context().newCDPSession(page)
    await line.send('Network.enable')
    await line.send('Network.setCacheDisabled', { cacheDisabled: true })
    await line.send('Network.emulateNetworkConditions', LINE)
    let bytes = 0
    const fonts = new Set()
    line.on('Network.responseReceived', ({ requestId, response }) => response.mimeType.includes('font') && fonts.add(requestId))
    line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => fonts.has(requestId) || (bytes += encodedDataLength))
    await page.addInitScript(() => {
      globalThis.seen = { largest: 0, shift: 0 }
      new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.largest = one.startTime))).observe({ type: 'largest-contentful-paint', buffered: true })
      new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.shift += one.value))).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(site.url, { waitUntil: 'networkidle' })
    const { readable, largest, shift } = await page.evaluate(() => ({ ...seen, readable: performance.getEntriesByName('first-contentful-paint')[0].startTime }))
    console.log(`# readable ${readable.toFixed(0)} ms (budget ${BUDGET_MS.readable}), largest ${largest.toFixed(0)} ms (budget ${BUDGET_MS.largest}), shift ${shift.toFixed(4)}, ${bytes} bytes before fonts`)
    assert.ok(bytes > 5_000 && bytes <= BYTES_MAX, `${bytes} bytes`)
    assert.ok(shift < SHIFT_MAX, `layout shift ${shift}`)
  } finally {
    await browser.close()
    await site.stop()
  }
})
