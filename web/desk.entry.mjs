// Keys of the desk (design: faces.md 4.2). They move and open, they never send, approve, refuse, seal or deliver. They work only
// while the focus is in a list or a workbench and not in a field, and nothing is kept from one page to the next.
const choice = document.documentElement.dataset.keys ?? document.querySelector('[data-keys]')?.dataset.keys ?? 'on'
const queues = { e: 'emergency', v: 'verify', d: 'decide', a: 'approve', s: 'seal', n: 'notices' }
const rows = () => [...document.querySelectorAll('#inbox tbody tr')]
const link = (row) => row?.querySelector('th a')
let waitsForQueue = false
let lastTicked = null

const isField = (node) => node.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
/// The focus is in the list, in the workbench, or nowhere in particular.
const isOurs = (node) => node === document.body || node.closest('#inbox, .w-workbench, main') !== null

function currentRow() {
  return document.activeElement?.closest('#inbox tbody tr') ?? null
}

function move(step) {
  const all = rows()
  if (all.length === 0) return
  const at = all.indexOf(currentRow())
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]
  link(next)?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

function tick(range) {
  const row = currentRow()
  const box = row?.querySelector('.w-tick')
  if (!box) return
  const all = rows()
  const from = range && lastTicked ? all.indexOf(lastTicked) : all.indexOf(row)
  const to = all.indexOf(row)
  const on = !box.checked
  for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    const each = one.querySelector('.w-tick')
    if (each) each.checked = on
  }
  lastTicked = row
}

function go(address) {
  if (address) location.assign(address)
}

function goToQueue(key) {
  if (key === 'l') {
    const overdue = rows().find((row) => row.querySelector('.w-due--over'))
    if (overdue) link(overdue)?.focus()
    else document.querySelector('.w-queues li:has(.w-over) a')?.focus()
    return
  }
  if (queues[key]) go(document.querySelector(`[data-queue="${queues[key]}"]`)?.getAttribute('href') ?? `/desk/inbox/${queues[key]}`)
}

function showHelp() {
  const help = document.getElementById('w-keys')
  if (!help) return
  help.open = !help.open
  if (help.open) help.querySelector('summary')?.focus()
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: () => tick(false),
  X: () => tick(true),
  u: () => go(document.querySelector('.w-breadcrumbs a')?.getAttribute('href')),
  '[': () => go(document.querySelector('[data-key="["]')?.getAttribute('href')),
  ']': () => go(document.querySelector('[data-key="]"]')?.getAttribute('href')),
  m: () => document.getElementById('owner')?.focus(),
  c: () => document.getElementById('text')?.focus(),
  f: () => document.querySelector('[data-open-fact] th')?.focus(),
  '?': showHelp,
  '/': () => {
    const form = document.getElementById('filter')
    form?.closest('details')?.setAttribute('open', '')
    form?.querySelector('input')?.focus()
  },
}
for (let pane = 1; pane <= 5; ++pane) acts[String(pane)] = () => document.getElementById(`pane-${pane}`)?.focus()

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return
  if (event.altKey !== (choice === 'alt')) return
  const node = event.target instanceof Element ? event.target : document.body
  if (isField(node) || !isOurs(node)) {
    waitsForQueue = false
    return
  }
  if (waitsForQueue) {
    waitsForQueue = false
    goToQueue(event.key)
    event.preventDefault()
    return
  }
  if (event.key === 'g') {
    waitsForQueue = true
    event.preventDefault()
    return
  }
  const act = acts[event.key]
  if (!act) return
  act()
  event.preventDefault()
}

if (choice !== 'off') document.addEventListener('keydown', onKey)
