// An officer's request sent by the portal's own forms, without a person's pauses: for tests of what comes after it.

const ORDER = { name: 'order.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }

/// `page` is signed in to the portal. `accounts`: fields of the step of that name. Gives the reference, and for each document
/// the status and text of the answer to its upload.
export async function filedByForms(page, site, { accounts, documents = [ORDER] }) {
  await page.goto(`${site.url}/portal/new`)
  const csrf = await page.inputValue('input[name=csrf]')
  const headers = { origin: site.url }
  const post = (at, form) => page.request.post(site.url + at, { form: { ...form, csrf }, headers, maxRedirects: 0 })
  const draft = (await post('/portal/new', { road: 'ordinary' })).headers().location
  const uploads = []
  for (const document of documents) {
    const answer = await page.request.post(`${site.url}${draft}/document`, { multipart: { csrf, document }, headers, maxRedirects: 0 })
    uploads.push({ name: document.name, status: answer.status(), text: await answer.text() })
  }
  const steps = {
    authority: { agency: 'TEST Police of the United States', department: '', signatory: 'Judge Example', signatory_office: 'judge' },
    instrument: { instrument: 'search_warrant', legal_basis: '18 USC 2703(c)', file_number: 'F-17', 'signed-day': '2', 'signed-month': '1', 'signed-year': '2025' },
    offence: { offence: 'fraud' },
    accounts,
    secrecy: { secrecy: 'none' },
    delivery: { key_ok: 'yes', colleagues: '' },
  }
  for (const [step, form] of Object.entries(steps)) {
    const answer = await post(`${draft}/${step}`, form)
    if (answer.status() !== 303) throw new Error(`${step}: ${answer.status()} ${(await answer.text()).match(/error-summary[^]*?<\/ul>/)}`)
  }
  await page.goto(`${site.url}${draft}/data`)
  for (const category of ['ip_address', 'phone_number']) await page.check(`input[name=data_sought][value=${category}]`)
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
  const sent = await post(`${draft}/send`, { declaration: 'yes' })
  if (sent.status() !== 303) throw new Error(`send: ${sent.status()}`)
  await page.goto(site.url + sent.headers().location)
  return { ref: page.url().match(/WR-\d{4}-\d{5}/)[0], uploads }
}
