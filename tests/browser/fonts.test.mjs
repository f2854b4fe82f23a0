// By glyph (faces.md 9, check 30): whatever a page or a report's PDF says in five languages is drawn by a font of ours or
// by the system's that the style names, never as the box of a missing glyph, and no line cuts a letter.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { CHECK, FULL, openBrowser, serveFolders } from './support.mjs'

const LANGUAGES = { en: '', fr: 'fr/', de: 'de/', 'zh-Hans': 'zh-Hans/', ar: 'ar/' }
const PERIOD = '2024-10-01_2024-12-31'
const PATHS = ['', `reports/${PERIOD}/`, 'countries/usa/', 'policy/telegram-2024-09/', 'others/surge/', 'verify/', 'receipt/',
  ...(FULL ? ['method/', 'data/', 'holdings/', 'authorities/', 'notice/', 'complain/', 'others/', 'countries/', 'policy/compare/telegram-2018..telegram-2024-09/'] : [])]
const OURS = /^(Source Sans 3|Source Serif 4|IBM Plex Mono|IBM Plex Sans Arabic)\b/
// Of the machine: what --w-font and --w-head end with, as Debian resolves it.
const NAMED = /^(Noto (Sans|Serif) (Mono )?CJK SC|Noto Sans|Noto Naskh Arabic|DejaVu (Sans|Serif)( Mono)?)$/
const NOBODY_HAS = '\u{12000}' // cuneiform: assigned, and in none of the fonts
const UNASSIGNED = '\u0378' // no font has it: what it looks like is what a missing glyph looks like

let browser, site
before(async () => {
  browser = await openBrowser()
  site = await serveFolders({ '/': path.join(CHECK, 'site') })
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function opened(at) {
  const page = await browser.newPage()
  await page.goto(site.url + at)
  await page.evaluate(() => document.fonts.ready)
  return page
}

/// Of every element with text the fonts that drew it: family -> glyphs, ours apart from the machine's.
async function fontsOf(page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('DOM.enable')
  await devtools.send('CSS.enable')
  const { nodes } = await devtools.send('DOM.getFlattenedDocument', { depth: -1 })
  const found = new Map()
  const parents = new Set(nodes.filter((one) => one.nodeType === 3 && one.nodeValue.trim()).map((one) => one.parentId))
  for (const nodeId of parents) {
    const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId })
    for (const { familyName, isCustomFont, glyphCount } of fonts) {
      const name = `${isCustomFont ? 'ours' : 'named'}: ${familyName}`
      found.set(name, (found.get(name) ?? 0) + glyphCount)
    }
  }
  await devtools.detach()
  return found
}

/// Characters that look like one that no font has, each drawn in the font of an element that says it.
const missingGlyphs = (page) =>
  page.evaluate((unassigned) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 48 })
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    const looks = (font, character) => {
      pen.clearRect(0, 0, 40, 48)
      pen.font = font
      pen.fillText(character, 4, 36)
      return pen.getImageData(0, 0, 40, 48).data.join()
    }
    const drawn = new Set(), missing = new Set(), boxes = new Map()
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!node.parentElement.checkVisibility()) continue
      const { fontFamily, fontWeight } = getComputedStyle(node.parentElement)
      const font = `${fontWeight} 24px ${fontFamily}`
      if (!boxes.has(font)) boxes.set(font, looks(font, unassigned))
      for (const character of node.nodeValue) {
        if (drawn.has(font + character) || /[\p{C}\p{Z}\p{M}]/u.test(character)) continue
        drawn.add(font + character)
        if (looks(font, character) === boxes.get(font)) missing.add(character)
      }
    }
    return { missing: [...missing], drawn: drawn.size }
  }, UNASSIGNED)

/// Letters that reach beyond the line they stand in, and words of a drawing beyond its edge.
const cutText = (page) =>
  page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')
    const found = []
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const words = node.nodeValue.trim(), element = node.parentElement
      if (!words || !element.checkVisibility() || element.closest('svg')) continue
      const style = getComputedStyle(element)
      const line = style.lineHeight === 'normal' ? Infinity : parseFloat(style.lineHeight)
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText(words)
      if (up + down > line + 1) found.push(`line of ${line} px for ${Math.round(up + down)} px: ${words.slice(0, 40)}`)
    }
    for (const drawing of document.querySelectorAll('main svg')) {
      if (!drawing.checkVisibility()) continue
      const frame = drawing.getBoundingClientRect()
      for (const words of drawing.querySelectorAll('text')) {
        const box = words.getBoundingClientRect()
        const out = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom)
        if (out > 2) found.push(`${Math.round(out)} px beyond its drawing: ${words.textContent.slice(0, 60)}`)
      }
    }
    return found
  })

for (const [language, prefix] of Object.entries(LANGUAGES))
  test(`30: in ${language} every text is drawn by a font of ours or one that the style names, with no missing glyph and none cut`, async () => {
    const all = new Map()
    for (const at of PATHS) {
      const page = await opened(`/${prefix}${at}`)
      for (const [name, glyphs] of await fontsOf(page)) all.set(name, (all.get(name) ?? 0) + glyphs)
      const { missing, drawn } = await missingGlyphs(page)
      assert.deepEqual(missing, [], `${prefix}${at} has no glyph for these`)
      assert.ok(drawn > 20, `${prefix}${at}: ${drawn} glyphs were looked at`)
      assert.deepEqual(await cutText(page), [], `${prefix}${at}`)
      await page.close()
    }
    for (const name of all.keys()) {
      const [whose, family] = name.split(': ')
      assert.match(family, whose === 'ours' ? OURS : NAMED, `a font that nobody named draws ${all.get(name)} glyphs`)
    }
    const main = { 'zh-Hans': 'named: Noto Sans CJK SC', ar: 'ours: IBM Plex Sans Arabic' }[language] ?? 'ours: Source Sans 3'
    const share = [...all].filter(([name]) => name.startsWith(main)).reduce((sum, [, glyphs]) => sum + glyphs, 0)
    assert.ok(share > 1000, `${main} drew ${share} glyphs`)
  })

test('30: a glyph that no font has would be seen, and so would a line that is too low', async () => {
  const page = await opened('/ar/')
  await page.evaluate((text) => {
    document.querySelector('main').append(text)
    document.querySelector('h1').style.lineHeight = '8px'
  }, NOBODY_HAS)
  assert.deepEqual((await missingGlyphs(page)).missing, [NOBODY_HAS])
  assert.match((await cutText(page)).join(), /line of 8 px/)
  await page.close()
})

/// Words in an order of their own: what a PDF gives for Arabic is forms of letters, from right to left or not.
const letters = (text) => new Set(text.normalize('NFKC').replace(/[\p{C}\p{Z}\p{P}\p{M}\d]/gu, ''))

for (const [language, prefix] of Object.entries(LANGUAGES))
  test(`30: the PDF of a report in ${language} carries the glyphs of every letter of its page's heading and tables`, async () => {
    const file = path.join(CHECK, 'site', prefix, `reports/${PERIOD}.pdf`)
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n').slice(2)
    assert.ok(fonts.length > 0)
    for (const line of fonts) assert.match(line, /\s+yes\s+yes\s+(yes|no)\s+\d+\s+\d+$/, 'embedded, and a subset')
    const said = execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' })
    assert.doesNotMatch(said, /\uFFFD/)
    const page = await opened(`/${prefix}reports/${PERIOD}/`)
    const headings = await page.$$eval('main h1, #outcomes tbody th, #grounds tbody th', (all) => all.map((one) => one.textContent).join(' '))
    const missing = [...letters(headings)].filter((letter) => !letters(said).has(letter))
    assert.deepEqual(missing, [])
    await page.close()
  })
