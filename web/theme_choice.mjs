// The choice of colours on static pages: kept in a cookie of this site, read before the first paint by theme.entry.mjs.
const YEAR_S = 365 * 24 * 3600
const CHOICES = ['auto', 'light', 'dark']

export function theme_choice(page) {
  const place = page.querySelector('.w-theme[data-theme-label]')
  if (!place) return
  place.setAttribute('role', 'group')
  place.setAttribute('aria-label', place.dataset.themeLabel)
  const root = page.documentElement
  const buttons = CHOICES.map((choice) => {
    const button = Object.assign(page.createElement('button'), { type: 'button', textContent: place.dataset[choice] })
    button.addEventListener('click', () => {
      if (choice === 'auto') delete root.dataset.theme
      else root.dataset.theme = choice
      page.cookie = `writ-theme=${choice};path=/;max-age=${choice === 'auto' ? 0 : YEAR_S};samesite=lax`
      show()
    })
    return button
  })
  const show = () => buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(CHOICES[at] === (root.dataset.theme ?? 'auto'))))
  show()
  place.append(...buttons)
  place.hidden = false
}
