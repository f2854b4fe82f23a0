// The nonce of a request's receipt, made where nobody else can know it before it is sent (the page "check your answers").
// Without this module the server makes it and says that this is weaker.
const field = document.getElementById('nonce')
if (field && field.value === '' && globalThis.crypto?.getRandomValues) {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  field.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  for (const one of document.querySelectorAll('.portal-nonce-browser')) one.hidden = false
  for (const one of document.querySelectorAll('.portal-nonce-server')) one.hidden = true
}
