// Passkeys: asks the browser and fills in the form that the server checks. Without this module, or where a browser has none, the
// password with a one-time code does the same.
const form = document.querySelector('form[data-passkey]')
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const field = (name) => form.elements.namedItem(name)

async function register() {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(form.dataset.challenge),
      rp: { id: form.dataset.party, name: form.dataset.provider },
      user: { id: new TextEncoder().encode(form.dataset.person), name: form.dataset.address, displayName: form.dataset.address },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  })
  field('client-data').value = text(made.response.clientDataJSON)
  field('authenticator-data').value = text(made.response.getAuthenticatorData())
}

async function signIn() {
  const got = await navigator.credentials.get({
    publicKey: { challenge: bytes(form.dataset.challenge), rpId: form.dataset.party, userVerification: 'required' },
  })
  field('credential').value = text(got.rawId)
  field('client-data').value = text(got.response.clientDataJSON)
  field('authenticator-data').value = text(got.response.authenticatorData)
  field('signature').value = text(got.response.signature)
}

if (form && globalThis.PublicKeyCredential) {
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    if (field('client-data').value !== '') return
    event.preventDefault()
    try {
      await (form.dataset.passkey === 'register' ? register() : signIn())
      form.requestSubmit()
    } catch (error) {
      form.querySelector('[role=status]').textContent = form.dataset.failed.replace('{error}', error.name)
    }
  })
}
