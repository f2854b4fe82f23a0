// Before the first paint: the reader's choice of light or dark, if one was made (site.entry.mjs sets it), and that scripts run,
// so that room is kept for what they add and nothing moves when it comes.
document.documentElement.dataset.js = ''
const chosen = document.cookie.match(/(?:^|; )writ-theme=(light|dark)(?:;|$)/)
if (chosen) document.documentElement.dataset.theme = chosen[1]
