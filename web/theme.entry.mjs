// Before the first paint: the reader's choice of light or dark, if one was made (site.entry.mjs sets it).
const chosen = document.cookie.match(/(?:^|; )writ-theme=(light|dark)(?:;|$)/)
if (chosen) document.documentElement.dataset.theme = chosen[1]
