// What a page of the public site can do better with JavaScript; without it nothing is missing but ease. Each part stands in
// the page already, hidden or whole.
import { filter_boxes } from './filter.mjs'
import { copy_buttons } from './copy.mjs'
import { print_links } from './print_links.mjs'
import { theme_choice } from './theme_choice.mjs'

filter_boxes(document)
copy_buttons(document)
print_links(document)
theme_choice(document)
