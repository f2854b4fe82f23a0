#include "desk/bands_page.h"

#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html post(const BandsPage& page, const std::string& action, const Html& inside) {
  return form_element({.action = action, .csrf = page.csrf}, inside);
}

std::string structure_words(const legal::BandStructure& one) {
  return "Bands of " + number(one.width) + ", by the " + (one.months == 12 ? "year" : "half year");
}

Html choose_form(const BandsPage& page) {
  std::vector<Option> options;
  for (const legal::BandStructure& one : legal::band_structures()) {
    std::string categories;
    for (const legal::BandCategory& category : one.categories)
      categories += (categories.empty() ? "" : "; ") + std::string(category.label);
    options.push_back({.value = std::string(one.code),
                       .label = std::string(one.law) + ": " + structure_words(one),
                       .hint = categories + "."});
  }
  return post(page, "/desk/bands/structure",
              radio_field({.field = {.name = "structure",
                                     .label = "Structure",
                                     .hint = "Chosen once. Two structures laid over each other would narrow a figure "
                                             "that the law lets nobody narrow.",
                                     .value = page.typed_structure,
                                     .error = error_of(page.faults, "structure")},
                           .options = options}) +
                  submit_button("Choose it", ButtonKind::secondary));
}

Html structure_part(const BandsPage& page) {
  Html out = h2("Structure");
  if (page.structure == nullptr) {
    out += p("None is chosen: the public page says that no band is told.");
    return page.may_act ? out + choose_form(page) : out;
  }
  const legal::BandStructure& one = *page.structure;
  out += summary_list({{"Law", Html(std::string(one.law))},
                       {"Bands", Html(structure_words(one))},
                       {"Chosen by", Html(page.chosen_by)},
                       {"Locked by", page.locked_by.empty() ? tag("nobody yet", Tone::neutral) : Html(page.locked_by)}});
  if (!page.locked_by.empty() || !page.may_act) return out;
  out += page.may_lock ? post(page, "/desk/bands/lock", submit_button("Agree, and lock it for good", ButtonKind::warning))
                       : p("You chose it. The second is another publisher.");
  return out + details_part("Choose another", choose_form(page), error_of(page.faults, "structure").size() > 0);
}

Html state_of(const BandsPage& page, const BandsPage::Row& row) {
  if (row.printed) return Html("in the report of " + base::format_period(*row.printed));
  if (!row.agreed_by.empty()) return Html("agreed by " + row.agreed_by + "; the next report prints it");
  return page.may_act ? tag("waits for a second person", Tone::neutral) : Html("waits for a second person");
}

Html acts(const BandsPage& page, const BandsPage::Row& row) {
  if (!page.may_act || row.printed) return {};
  const Html key = hidden_field("category", row.category) + hidden_field("span", base::format_period(row.span));
  Html out;
  if (row.agreed_by.empty() && row.may_agree)
    out += post(page, "/desk/bands/agree", key + submit_button("Agree", ButtonKind::secondary));
  return out + post(page, "/desk/bands/take-back", key + submit_button("Take back", ButtonKind::secondary));
}

Html stated(const BandsPage& page) {
  if (page.rows.empty()) return p("No band is stated.");
  const auto head = [](const char* text) { return th(attr("scope", "col"), text); };
  const Html rows = each(page.rows, [&](const BandsPage::Row& row) {
    const auto* category = legal::find_band_category(*page.structure, row.category);
    return tr(th(attr("scope", "row"), std::string(category->label)),
              td(attr("data-label", "Span"), identifier(base::format_period(row.span))),
              td(attr("data-label", "Band"), band_words(row.low, page.structure->width)),
              td(attr("data-label", "Stated by"), row.stated_by), td(attr("data-label", "State"), state_of(page, row)),
              page.may_act ? td(acts(page, row)) : Html());
  });
  return table(cls("govuk-table w-inbox"),
               thead(tr(head("Category"), head("Span"), head("Band"), head("Stated by"), head("State"),
                        page.may_act ? head("What you can do") : Html())),
               tbody(rows));
}

Html state_form(const BandsPage& page) {
  std::vector<Option> categories, spans;
  for (const legal::BandCategory& one : page.structure->categories)
    categories.push_back({.value = std::string(one.code), .label = std::string(one.label)});
  for (const base::Period& one : page.spans)
    spans.push_back({.value = base::format_period(one), .label = base::format_period(one)});
  return h2("State a band") +
         post(page, "/desk/bands",
              select_field({.field = {.name = "category",
                                      .label = "Category",
                                      .value = page.typed_category,
                                      .error = error_of(page.faults, "category")},
                            .options = categories}) +
                  select_field({.field = {.name = "span",
                                          .label = page.structure->months == 12 ? "Year" : "Half year",
                                          .value = page.typed_span,
                                          .error = error_of(page.faults, "span")},
                                .options = spans}) +
                  text_field({.field = {.name = "low",
                                        .label = "Where the band begins",
                                        .hint = "0, " + number(page.structure->width) + ", " +
                                                number(2 * page.structure->width) +
                                                " and so on. A count is refused, and kept nowhere.",
                                        .value = page.typed_low,
                                        .error = error_of(page.faults, "low")},
                              .inputmode = "numeric",
                              .width = 10,
                              .spellcheck = false,
                              .direction_ltr = true}) +
                  submit_button("State it", ButtonKind::secondary));
}

}  // namespace

std::string band_words(std::uint64_t low, std::uint64_t width) { return number(low) + " to " + number(low + width - 1); }

Html bands_page(const BandsPage& page) {
  Html out = error_summary(page.faults) + h1("Bands") +
             p("Process whose count the law allows only in bands is not in the counted log, and its count is typed "
               "nowhere. Each report prints the bands that two publishers stand behind, marked not verified, and no "
               "total includes them.") +
             structure_part(page);
  if (page.structure == nullptr || page.locked_by.empty()) return out;
  out += h2("Stated bands") + stated(page);
  return page.may_act ? out + state_form(page) : out;
}

}  // namespace writ::desk
