// On paper a link is read, not followed: before printing each says its whole address, which only the browser knows. Without
// JavaScript the address as it stands in the page is printed.
export function print_links(page) {
  page.defaultView.addEventListener('beforeprint', () => {
    for (const link of page.querySelectorAll('main a[href]')) link.dataset.address = link.href
  })
}
