// A button beside a text that is meant to be copied. Without JavaScript, or where the clipboard is closed, the text stands
// there to be marked by hand.
function button_for(text) {
  const page = text.ownerDocument
  const button = Object.assign(page.createElement('button'), { type: 'button', className: 'govuk-button govuk-button--secondary w-copy-button', textContent: text.dataset.copy })
  const said = page.createElement('span')
  said.setAttribute('role', 'status')
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text.textContent)
      said.textContent = text.dataset.copied
    } catch {
      getSelection().selectAllChildren(text)
    }
  })
  text.after(button, said)
}

export const copy_buttons = (page) => page.querySelectorAll('[data-copy]').forEach(button_for)
