// PDF files as an attacker sends them.
import zlib from 'node:zlib'

/// A PDF with a right cross-reference table, from the bodies of its objects.
function pdf(objects) {
  let out = '%PDF-1.7\n'
  const at = objects.map((object, i) => {
    const offset = out.length
    out += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = out.length
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((one) => `${String(one).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${out}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`, 'latin1')
}

const WORDS = 'BT /F1 24 Tf 72 700 Td (ORDER OF THE COURT) Tj ET'

function pages(count, { catalog = '', content = WORDS, filter = '', box = '0 0 595 842', annotations = '' } = {}) {
  const kids = Array.from({ length: count }, (_, i) => `${5 + i} 0 R`).join(' ')
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Contents 3 0 R ${annotations} /Resources << /Font << /F1 4 0 R >> >> >>`
  return pdf([`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`, `<< /Type /Pages /Kids [ ${kids} ] /Count ${count} >>`, `<< /Length ${content.length} ${filter} >>\nstream\n${content}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', ...Array(count).fill(page)])
}

const script = '/OpenAction << /S /JavaScript /JS (app.alert("opened")) >>'
const field = '/Annots [ << /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 600 300 630] /AA << /K << /S /JavaScript /JS (app.alert(1)) >> >> >> ]'
/// 200 MB of blanks in 200 kB.
const bomb = () => zlib.deflateSync(Buffer.alloc(200_000_000, 0x20), { level: 9 }).toString('latin1')

const file = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer })
export const hostile = () => [
  file('script.pdf', pages(1, { catalog: script })),
  file('form.pdf', pages(1, { catalog: '/AcroForm << /Fields [] /NeedAppearances true >>', annotations: field })),
  file('long.pdf', pages(3000)),
  file('bomb.pdf', pages(1, { content: bomb(), filter: '/Filter /FlateDecode' })),
  file('huge.pdf', pages(1, { box: '0 0 2000000 2000000' })),
]
export const markup = file('page.pdf', Buffer.from('<html><script>alert(1)</script><form action="https://elsewhere.example"><input name=x></form></html>'))
