// A box that narrows the rows of a table as one types and says how many are left. Rows are hidden, not taken out: order, ids
// and the totals row stay.
const ANNOUNCE_MS = 400 // a screen reader hears the count when typing pauses, not at each letter

/// Letters as people compare them: no case, no marks, the Arabic article left as it is.
const plain = (text, language) => text.toLocaleLowerCase(language).normalize('NFD').replace(/\p{M}/gu, '')

function box(place) {
  const table = place.ownerDocument.getElementById(place.dataset.filter)
  if (!table) return
  const language = place.ownerDocument.documentElement.lang
  const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains('w-total'))
  const names = rows.map((row) => plain(row.cells[0].textContent, language))
  const input = Object.assign(place.ownerDocument.createElement('input'), { type: 'search', id: `filter-${table.id}`, className: 'govuk-input', autocomplete: 'off' })
  const label = Object.assign(place.ownerDocument.createElement('label'), { htmlFor: input.id, textContent: place.dataset.label, className: 'govuk-label' })
  const said = place.ownerDocument.createElement('p')
  said.setAttribute('role', 'status')
  let timer
  const narrow = () => {
    const wanted = plain(input.value.trim(), language)
    let shown = 0
    rows.forEach((row, at) => {
      row.hidden = !names[at].includes(wanted)
      if (!row.hidden) shown++
    })
    clearTimeout(timer)
    timer = setTimeout(() => {
      const figure = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : language)
      said.textContent = wanted ? place.dataset.shown.replace('{n}', figure.format(shown)).replace('{all}', figure.format(rows.length)) : ''
    }, ANNOUNCE_MS)
  }
  input.addEventListener('input', narrow)
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    input.value = ''
    narrow()
  })
  place.append(label, input, said)
  place.hidden = false
}

export const filter_boxes = (page) => page.querySelectorAll('[data-filter]').forEach(box)
